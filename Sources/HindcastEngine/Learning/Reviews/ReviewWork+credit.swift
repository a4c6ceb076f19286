import HindcastModel
import HindcastStore

extension ReviewWork {
    /// Decides which memories the outcome of a run moves, and by how much.
    func credit(
        _ run: RunReading.Reading, _ settings: LearningSettings, to learned: inout LearnedReview
    ) async throws(StoreError) {
        let attempt = run.attempt
        let named = settings.credit == .used ? attempt.used ?? attempt.memories : attempt.memories
        var seen: Set<RecordID> = []
        var ids: [RecordID] = []
        for name in named {
            guard let id = RecordID(name) else {
                learned.review.warnings.append("\"\(name.clipped(bytesMax: 100))\" is no id of a memory.")
                continue
            }
            if seen.insert(id).inserted { ids.append(id) }
        }
        if settings.credit == .used, attempt.used == nil, !ids.isEmpty {
            ids = try await detected(ids, run, &learned.review)
        }
        let verdict = learned.review.verdict
        let step = learned.review.step ?? settings.step
        learned.credits = ids.map { id in
            Credit(memory: id, reward: settings.reward(verdict), step: step, floor: settings.floor)
        }
    }

    /// Those among the memories given that the run's own messages show to have been used.
    private func detected(
        _ ids: [RecordID], _ run: RunReading.Reading, _ review: inout Review
    ) async throws(StoreError) -> [RecordID] {
        let known = try await records.memories(ids, project: review.project)
        for id in ids where known[id] == nil {
            review.warnings.append(LearningRules.warning(unknown: id))
        }
        let used = UsedMemories(Array(known.values)).found(in: run.content.messages)
        if used.isEmpty, !known.isEmpty {
            review.warnings.append("None of the memories given was found in what the run wrote: none moved.")
        }
        return ids.filter(used.contains)
    }
}

extension LearningSettings {
    /// What an outcome is worth.
    func reward(_ verdict: Verdict) -> Double {
        switch (policy, verdict) {
        case (.reflect, .pass): 1
        case (.reflect, .fail): 0
        case (.memrl, .pass): memrl.rewardPass
        case (.memrl, .fail): memrl.rewardFail
        }
    }

    /// What a new memory is worth.
    var startValue: Double { policy == .memrl ? memrl.qStart : 0.5 }

    /// Where a value stops falling.
    var floor: Double? { policy == .memrl ? memrl.qFloor : nil }
}
