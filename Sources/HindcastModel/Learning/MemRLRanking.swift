/// The policy `memrl`, as the paper's code has it: the most similar tasks, then similarity and value as distances from
/// their means, and now and then a random choice.
public struct MemRLRanking: Sendable {
    public var constants: MemRLConstants
    public var limit: Int

    /// - Parameter limit: memories of an answer (k2).
    public init(_ constants: MemRLConstants, limit: Int) {
        self.constants = constants
        self.limit = limit
    }

    /// How far a value may stand from the mean, in deviations, before it counts as that far.
    static let deviationsMax = 3.0

    private struct Scored {
        let candidate: RankingCandidate
        let similarity: Double
        let value: Double
        let score: Double
    }

    /// The answer, best first; chosen at random as often as `exploration` says.
    public func ranked(
        _ candidates: [RankingCandidate], using generator: inout some RandomNumberGenerator
    ) -> [RankedCandidate] {
        let scored = scored(ofTasks(candidates))
        guard limit > 0 else { return [] }
        if constants.exploration > 0, Double.random(in: 0..<1, using: &generator) < constants.exploration {
            return scored.shuffled(using: &generator).prefix(limit).map { ranked($0, isExplored: true) }
        }
        return scored.sorted {
            $0.score == $1.score ? $0.candidate.precedes($1.candidate) : $0.score > $1.score
        }.prefix(limit).map { ranked($0, isExplored: false) }
    }

    /// All memories of the most similar tasks (k1), which may be more than that. Each counts with the similarity of its
    /// task: of the memory that stands for it, or where that is gone, of the most similar one that is left.
    func ofTasks(_ candidates: [RankingCandidate]) -> [RankingCandidate] {
        var heads: [RecordID: RankingCandidate] = [:]
        for candidate in candidates {
            guard let known = heads[candidate.intent], candidate.id != candidate.intent else {
                heads[candidate.intent] = candidate
                continue
            }
            if known.id != candidate.intent, candidate.isMoreSimilar(than: known) {
                heads[candidate.intent] = candidate
            }
        }
        let near = heads.values.filter { $0.similarity >= constants.similarityMin }
            .sorted { $0.isMoreSimilar(than: $1) }.prefix(max(0, constants.tasksMax))
        let similarities = Dictionary(uniqueKeysWithValues: near.map { ($0.intent, $0.similarity) })
        return candidates.compactMap { candidate in
            guard let similarity = similarities[candidate.intent] else { return nil }
            var candidate = candidate
            candidate.similarity = similarity
            return candidate
        }
    }

    /// Mean and deviation are those of all candidates, also of those that are then dropped for their value.
    private func scored(_ candidates: [RankingCandidate]) -> [Scored] {
        guard !candidates.isEmpty else { return [] }
        let count = Double(candidates.count)
        let mean = candidates.reduce(0) { $0 + $1.q } / count
        let variance = candidates.reduce(0) { $0 + ($1.q - mean) * ($1.q - mean) } / count
        let deviation = candidates.count == 1 || variance == 0 ? 1 : variance.squareRoot()
        let best = candidates.map(\.q).max() ?? 0
        let spread = constants.similarityDeviation > 0 ? constants.similarityDeviation : 1
        return candidates.filter { $0.isPinned || $0.q >= constants.qMin }.map { candidate in
            let q = candidate.isPinned ? max(candidate.q, best) : candidate.q
            let similarity = (candidate.similarity - constants.similarityMean) / spread
            let value = min(max((q - mean) / deviation, -Self.deviationsMax), Self.deviationsMax)
            return Scored(
                candidate: candidate, similarity: similarity, value: value,
                score: constants.similarityWeight * similarity + constants.qWeight * value)
        }
    }

    private func ranked(_ one: Scored, isExplored: Bool) -> RankedCandidate {
        var reason =
            "similarity \(one.similarity.rankingText) deviations x \(constants.similarityWeight.rankingText)"
            + " + value \(one.value.rankingText) deviations x \(constants.qWeight.rankingText)"
        if one.candidate.isPinned { reason += ", pinned: valued as the best" }
        if isExplored { reason += ", chosen at random to explore" }
        return RankedCandidate(candidate: one.candidate, score: one.score, reason: reason)
    }
}
