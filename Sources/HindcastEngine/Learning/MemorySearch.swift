import HindcastJSON
import HindcastModel
import HindcastStore

/// Finds the memories that help with a task: the nearest by their vectors, ranked by what they are worth now.
struct MemorySearch: Sendable {
    let records: any RecordStore
    let index: ProjectIndex
    let request: MemoryRequest
    let settings: LearningSettings

    private var limit: Int { min(max(0, request.limit), LearningLimits.answerMax) }
    private var policy: LearningSettings.Policy { request.policy ?? settings.policy }

    private var reflect: ReflectRanking {
        ReflectRanking(
            limit: limit, similarityMin: request.similarityMin ?? settings.similarityMin,
            similarityWeight: request.similarityWeight ?? settings.similarityWeight,
            scoreWeight: request.scoreWeight ?? settings.scoreWeight)
    }

    private var memrl: MemRLRanking {
        var constants = settings.memrl
        if let min = request.similarityMin { constants.similarityMin = min }
        if let weight = request.similarityWeight {
            constants.similarityWeight = weight
            constants.qWeight = 1 - weight
        }
        return MemRLRanking(constants, limit: limit)
    }

    /// The answer, best first.
    /// - Parameter explore: ranks by the policy that may choose at random.
    func ranked(
        explore: ([RankingCandidate], MemRLRanking) -> [RankedCandidate]
    ) async throws(LearningError) -> [RankedMemory] {
        do {
            guard limit > 0 else { return [] }
            let near = try await near()
            let (candidates, memories) = try await filled(near)
            let ranked: [RankedCandidate]
            switch policy {
            case .memrl: ranked = explore(candidates, memrl)
            case .reflect:
                let ranking = reflect
                let vectors =
                    ranking.scoreWeight < 1 ? await index.vectors(of: candidates.map(\.id)) : [:]
                ranked = ranking.ranked(candidates) { Self.likeness(vectors[$0.id], vectors[$1.id]) }
            }
            return ranked.compactMap { one in
                memories[one.candidate.id].map {
                    RankedMemory(
                        memory: $0, similarity: one.candidate.similarity, score: one.score, reason: one.reason
                    )
                }
            }
        } catch {
            throw LearningError(error)
        }
    }

    private static func likeness(_ one: MemoryVector?, _ other: MemoryVector?) -> Double {
        guard let one, let other, one.model == other.model else { return 0 }
        return one.similarity(to: other)
    }

    /// Candidates by their vectors alone. When the index goes over to another model meanwhile, the task gets a vector
    /// of that one.
    private func near() async throws -> [RankingCandidate] {
        while true {
            let space = try await index.ready()
            guard let vector = try await space.vectors(of: [request.task]).first else { return [] }
            if let found = await near(vector) { return found }
        }
    }

    private func near(_ vector: MemoryVector) async -> [RankingCandidate]? {
        let isFiltered = request.metadata != nil
        switch policy {
        case .reflect:
            let ranking = reflect
            let count = isFiltered ? LearningLimits.filteredCandidatesMax : ranking.candidatesMax
            return await index.nearest(to: vector, count: count, similarityMin: ranking.similarityMin)
        case .memrl:
            let constants = memrl.constants
            let count = isFiltered ? LearningLimits.filteredCandidatesMax : constants.tasksMax
            return await index.nearestTasks(
                to: vector, count: count, similarityMin: constants.similarityMin)
        }
    }

    /// Reads the memories themselves, most similar first, until there are as many as the ranking looks at; those that
    /// were retired meanwhile and those that the request's metadata leaves out do not count.
    private func filled(
        _ near: [RankingCandidate]
    ) async throws(StoreError) -> ([RankingCandidate], [RecordID: Memory]) {
        let wanted = policy == .reflect ? reflect.candidatesMax : LearningLimits.taskCandidatesMax
        var candidates: [RankingCandidate] = []
        var memories: [RecordID: Memory] = [:]
        var rest = near[...]
        while !rest.isEmpty, candidates.count < wanted {
            let some = rest.prefix(LearningLimits.filteredChunk)
            rest = rest.dropFirst(some.count)
            let found = try await records.memories(some.map(\.id), project: index.project)
            for var candidate in some {
                guard let memory = found[candidate.id], memory.retired == nil,
                    request.metadata?.isContained(in: memory.metadata) ?? true
                else { continue }
                candidate.q = memory.q
                candidate.isPinned = memory.isPinned
                candidates.append(candidate)
                memories[candidate.id] = memory
            }
        }
        return (Array(candidates.prefix(wanted)), memories)
    }
}

extension JSONObject {
    /// Whether another object has all these members with equal values; of objects at least their members.
    func isContained(in other: JSONObject) -> Bool {
        allSatisfy { key, value in other[key].map { value.isContained(in: $0) } ?? false }
    }
}

extension JSON {
    fileprivate func isContained(in other: JSON) -> Bool {
        switch (self, other) {
        case (.object(let one), .object(let other)): one.isContained(in: other)
        case (.number(let one), .number(let other)): one == other || one.double == other.double
        default: canonical() == other.canonical()
        }
    }
}
