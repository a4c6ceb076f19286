public import HindcastModel
import HindcastStore

extension Learning {
    /// How the project learns.
    public func settings(_ project: ProjectID) async throws(LearningError) -> LearningSettings {
        do {
            return try await records.learningSettings(project)
        } catch {
            throw .store(error)
        }
    }

    /// - Throws: `LearningError.refused` when a number is out of its range.
    public func setSettings(
        _ settings: LearningSettings, project: ProjectID, actor: String
    ) async throws(LearningError) {
        try settings.check()
        do {
            try await records.setLearningSettings(settings, project: project)
            try await audit(
                "learning.settings", "policy \(settings.policy.rawValue), credit \(settings.credit.rawValue)",
                actor)
        } catch {
            throw .store(error)
        }
    }

    /// The project's guide, as its memories make it now. Nil while too few of them were reviewed.
    public func skill(_ project: ProjectID) async throws(LearningError) -> Skill? {
        do {
            var guide = SkillGuide()
            var cursor: String?
            var seen = 0
            repeat {
                let page = try await records.memories(
                    MemoryQuery(limit: LearningLimits.indexPage, cursor: cursor), project: project)
                for memory in page.items { guide.add(memory) }
                seen += page.items.count
                cursor = page.next
            } while cursor != nil && seen < LearningLimits.skillCandidatesMax
            guard let content = guide.content else { return nil }
            return try await records.setSkill(content, at: now, project: project)
        } catch {
            throw .store(error)
        }
    }
}

extension LearningSettings {
    fileprivate func check() throws(LearningError) {
        let parts: [(String, Double)] = [
            ("step", step), ("similarityWeight", similarityWeight), ("scoreWeight", scoreWeight),
            ("memrl.exploration", memrl.exploration),
        ]
        for (name, value) in parts where !(0...1).contains(value) {
            throw .refused("\(name) of \(value) is out of range: give 0 to 1.")
        }
        let cosines: [(String, Double)] = [
            ("similarityMin", similarityMin), ("memrl.similarityMin", memrl.similarityMin),
            ("memrl.sameTaskSimilarity", memrl.sameTaskSimilarity),
        ]
        for (name, value) in cosines where !(-1...1).contains(value) {
            throw .refused("\(name) of \(value) is out of range: give -1 to 1.")
        }
        guard memrl.similarityDeviation > 0 else {
            throw .refused("memrl.similarityDeviation of \(memrl.similarityDeviation) must be above 0.")
        }
        guard (1...LearningLimits.answerMax).contains(memrl.tasksMax) else {
            throw .refused("memrl.tasksMax of \(memrl.tasksMax) is out of 1 to \(LearningLimits.answerMax).")
        }
    }
}
