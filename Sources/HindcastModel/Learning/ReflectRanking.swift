/// The policy `reflect`: similarity and value blended, then variety.
public struct ReflectRanking: Sendable {
    public var limit: Int
    /// Less similar candidates are dropped (delta).
    public var similarityMin: Double
    /// The weight of similarity against value (lambda), 0...1.
    public var similarityWeight: Double
    /// The weight of score against variety (mmr lambda), 0...1; 1 turns variety off.
    public var scoreWeight: Double

    public init(limit: Int, similarityMin: Double, similarityWeight: Double, scoreWeight: Double) {
        self.limit = limit
        self.similarityMin = similarityMin
        self.similarityWeight = similarityWeight
        self.scoreWeight = scoreWeight
    }

    /// How many candidates are looked at, most similar first (k1).
    public var candidatesMax: Int { Self.candidatesMax(limit: limit) }

    /// Enough for value and variety to choose from, whatever is asked for.
    public static func candidatesMax(limit: Int) -> Int { max(50, 5 * limit) }

    private struct Scored {
        let candidate: RankingCandidate
        let score: Double
        let similarity: Double
        let value: Double
        let isLifted: Bool
    }

    /// The answer, as picked.
    /// - Parameter likeness: the similarity of two candidates' tasks; asked for only where variety counts.
    public func ranked(
        _ candidates: [RankingCandidate],
        likeness: (RankingCandidate, RankingCandidate) -> Double = { _, _ in 0 }
    ) -> [RankedCandidate] {
        let near = candidates.filter { $0.similarity >= similarityMin }
            .sorted { $0.isMoreSimilar(than: $1) }.prefix(candidatesMax)
        let scored = scored(Array(near))
        guard scoreWeight < 1 else { return scored.prefix(max(0, limit)).map { ranked($0, isVaried: false) } }
        return varied(scored, likeness)
    }

    /// Phase B: raw values, both held within 0...1.
    private func scored(_ near: [RankingCandidate]) -> [Scored] {
        let best = near.map(\.q).max() ?? 0
        return near.map { candidate in
            let q = candidate.isPinned ? max(candidate.q, best) : candidate.q
            let similarity = min(max(candidate.similarity, 0), 1)
            let value = min(max(q, 0), 1)
            return Scored(
                candidate: candidate, score: similarityWeight * similarity + (1 - similarityWeight) * value,
                similarity: similarity, value: value, isLifted: q > candidate.q)
        }.sorted {
            $0.score == $1.score ? $0.candidate.precedes($1.candidate) : $0.score > $1.score
        }
    }

    /// Phase C: one after the other, each as good and as unlike the ones before as can be.
    private func varied(
        _ scored: [Scored], _ likeness: (RankingCandidate, RankingCandidate) -> Double
    ) -> [RankedCandidate] {
        var rest = scored
        var nearest = [Double](repeating: 0, count: scored.count)
        var picked: [RankedCandidate] = []
        while picked.count < limit, !rest.isEmpty {
            var best = 0
            var bestGain = -Double.infinity
            for (index, one) in rest.enumerated() {
                let gain = scoreWeight * one.score - (1 - scoreWeight) * nearest[index]
                if gain > bestGain { (best, bestGain) = (index, gain) }
            }
            let pick = rest.remove(at: best)
            nearest.remove(at: best)
            picked.append(ranked(pick, isVaried: best > 0))
            for (index, one) in rest.enumerated() {
                let like = likeness(one.candidate, pick.candidate)
                nearest[index] = picked.count == 1 ? like : max(nearest[index], like)
            }
        }
        return picked
    }

    private func ranked(_ one: Scored, isVaried: Bool) -> RankedCandidate {
        var reason =
            "similarity \(one.similarity.rankingText) x \(similarityWeight.rankingText)"
            + " + value \(one.value.rankingText) x \((1 - similarityWeight).rankingText)"
        if one.isLifted { reason += ", pinned: valued as the best" }
        if isVaried { reason += ", kept for variety" }
        return RankedCandidate(candidate: one.candidate, score: one.score, reason: reason)
    }
}
