import HindcastModel
import TestKit
import Testing

private func id(_ number: UInt64) -> RecordID { RecordID(high: 0, low: number) }

private func candidate(
    _ number: UInt64, _ similarity: Double, _ q: Double, task: UInt64? = nil, pinned: Bool = false,
    at time: Int64 = 0
) -> RankingCandidate {
    RankingCandidate(
        id: id(number), intent: task.map(id), similarity: similarity, q: q, isPinned: pinned,
        created: Timestamp(nanoseconds: time))
}

private func numbers(_ ranked: [RankedCandidate]) -> [UInt64] { ranked.map(\.candidate.id.low) }

private func rounded(_ ranked: [RankedCandidate]) -> [Double] {
    ranked.map { ($0.score * 1e12).rounded() / 1e12 }
}

@Suite("Learning: the policy reflect")
struct LearningReflectRankingTests {
    /// The last one is beyond both ranges and counts with their ends.
    static let candidates = [
        candidate(1, 0.9, 0.2), candidate(2, 0.8, 0.8), candidate(3, 0.5, 0.9), candidate(4, 0.19, 1),
        candidate(5, 1.2, -0.3),
    ]

    private func ranking(_ weight: Double, limit: Int = 10, score: Double = 1) -> ReflectRanking {
        ReflectRanking(limit: limit, similarityMin: 0.2, similarityWeight: weight, scoreWeight: score)
    }

    @Test(
        "Similarity and value are blended by their weight, and what is not similar enough is not given",
        arguments: [
            (0.5, [2, 3, 1, 5], [0.8, 0.7, 0.55, 0.5]), (1.0, [5, 1, 2, 3], [1, 0.9, 0.8, 0.5]),
            (0.0, [3, 2, 1, 5], [0.9, 0.8, 0.2, 0]),
        ] as [(Double, [UInt64], [Double])])
    func blend(weight: Double, order: [UInt64], scores: [Double]) {
        let ranked = ranking(weight).ranked(Self.candidates)
        #expect(numbers(ranked) == order)
        #expect(rounded(ranked) == scores)
        #expect(numbers(ranking(weight, limit: 2).ranked(Self.candidates)) == Array(order.prefix(2)))
        #expect(ranking(weight, limit: 0).ranked(Self.candidates).isEmpty)
    }

    @Test("Of equals the newer one comes first, whatever order they are found in")
    func ties() {
        let equals = [
            candidate(1, 0.5, 0.5, at: 1), candidate(2, 0.5, 0.5, at: 3), candidate(3, 0.5, 0.5, at: 2),
            candidate(4, 0.5, 0.5, at: 2),
        ]
        #expect(numbers(ranking(0.5).ranked(equals)) == [2, 3, 4, 1])
        #expect(numbers(ranking(0.5).ranked(equals.reversed())) == [2, 3, 4, 1])
    }

    @Test("Only the most similar are looked at: fifty, or five times what is asked for")
    func first() {
        let many = (0..<60).map { candidate(UInt64($0), 0.9 - Double($0) * 0.01, $0 == 55 ? 1 : 0) }
        #expect(!numbers(ranking(0.1, limit: 10).ranked(many)).contains(55))
        #expect(numbers(ranking(0.1, limit: 12).ranked(many)).first == 55)
    }

    /// 0.7 x 0.78 - 0.3 x 0.95 = 0.261 against 0.7 x 0.6 - 0.3 x 0.3 = 0.33.
    @Test("Variety prefers the unlike of what was picked, and says so")
    func variety() {
        let three = [candidate(1, 0.78, 0.78), candidate(2, 0.8, 0.8), candidate(3, 0.6, 0.6)]
        let like: [Set<UInt64>: Double] = [[1, 2]: 0.95, [2, 3]: 0.3, [1, 3]: 0.1]
        let ranked = ranking(0.5, score: 0.7).ranked(three) { like[[$0.id.low, $1.id.low]] ?? 0 }
        #expect(numbers(ranked) == [2, 3, 1])
        #expect(rounded(ranked) == [0.8, 0.6, 0.78])
        #expect(ranked[0].reason == "similarity 0.80 x 0.50 + value 0.80 x 0.50")
        #expect(ranked[1].reason.hasSuffix(", kept for variety"))
        #expect(numbers(ranking(0.5, score: 1).ranked(three) { _, _ in 1 }) == [2, 1, 3])
    }

    @Test("A pinned memory does not drop out for want of value")
    func pinned() {
        let two = [candidate(1, 0.5, 0, pinned: true), candidate(2, 0.5, 0.9), candidate(3, 0.6, 0.5)]
        let ranked = ranking(0.5, limit: 2).ranked(two)
        #expect(Set(numbers(ranked)) == [1, 2])
        #expect(ranked.first { $0.candidate.id.low == 1 }?.candidate.q == 0)
        #expect(ranked.contains { $0.reason.contains("pinned") })
    }
}

@Suite("Learning: the policy memrl")
struct LearningMemRLRankingTests {
    /// Three tasks with the similarities 0.61, 0.52 and 0.48; the third is below the threshold of 0.5.
    static let candidates = [
        candidate(1, 0.61, 0, task: 1), candidate(2, 0.3, 0.9, task: 1), candidate(3, 0.52, -0.9, task: 3),
        candidate(4, 0.99, 0.3, task: 3), candidate(5, 0.48, 1, task: 5),
    ]

    private func constants(tasks: Int = 5) -> MemRLConstants {
        var constants = MemRLPreset.bigCodeBench.constants()
        constants.exploration = 0
        constants.tasksMax = tasks
        return constants
    }

    private func ranked(_ constants: MemRLConstants, limit: Int = 5, _ list: [RankingCandidate] = candidates)
        -> [RankedCandidate]
    {
        var random = SeededGenerator(seed: 1)
        return MemRLRanking(constants, limit: limit).ranked(list, using: &random)
    }

    /// Worked out in Python: mean 0.075 and deviation 0.649519052838329 over all four, the third of which is then
    /// dropped for its value.
    @Test("All memories of the nearest tasks are scored by their distances from the means")
    func golden() {
        let found = ranked(constants())
        #expect(numbers(found) == [2, 1, 4])
        let scores = [2.135085296108588, 1.4422649730810373, 1.2232050807568877]
        for (one, score) in zip(found, scores) { #expect(abs(one.score - score) < 1e-12) }
        #expect(found.map(\.candidate.similarity) == [0.61, 0.61, 0.52])
        #expect(numbers(ranked(constants(tasks: 1))) == [2, 1])
        #expect(numbers(ranked(constants(), limit: 1)) == [2])
    }

    @Test("A value far above the others counts as three deviations")
    func clipping() {
        let many = (0..<15).map { candidate(UInt64($0 + 2), 0.5, 0, task: 1) } + [candidate(1, 0.5, 1)]
        let best = ranked(constants(), limit: 1, many)
        #expect(numbers(best) == [1])
        #expect(abs(best[0].score - (0.5 * 1.9 + 0.5 * 3)) < 1e-12)
    }

    @Test("One candidate, or all of one value, stand at the mean")
    func alone() {
        #expect(abs(ranked(constants(), [candidate(1, 0.61, 0.4)])[0].score - 1.5) < 1e-12)
        let same = [candidate(1, 0.61, 0.4), candidate(2, 0.51, 0.4)]
        #expect(abs(ranked(constants(), same)[1].score - 1) < 1e-12)
        #expect(ranked(constants(), []).isEmpty)
    }

    @Test("A pinned memory is kept although it is worth less than the least")
    func pinned() {
        var list = Self.candidates
        list[2].isPinned = true
        #expect(numbers(ranked(constants(), list)).contains(3))
    }

    @Test("It explores as often as it shall, and then anything that may be given can be")
    func exploration() {
        var constants = constants()
        constants.exploration = 0.25
        let ranking = MemRLRanking(constants, limit: 1)
        var random = SeededGenerator(seed: 7)
        var explored: [UInt64: Int] = [:]
        for _ in 0..<4000 {
            let one = ranking.ranked(Self.candidates, using: &random)[0]
            if one.reason.hasSuffix("to explore") { explored[one.candidate.id.low, default: 0] += 1 }
        }
        #expect(Set(explored.keys) == [1, 2, 4])
        #expect((900...1100).contains(explored.values.reduce(0, +)))
        #expect(explored.values.allSatisfy { (250...420).contains($0) })
    }

    @Test("The presets are the constants of the paper's benchmarks, with either reading of the threshold")
    func presets() {
        #expect(MemRLPreset.hle.constants().similarityMin == 0.5)
        #expect(MemRLPreset.hle.constants(.paper).similarityMin == 0.25)
        #expect(MemRLPreset.alfWorld.constants(.paper).similarityMin == 0.62)
        #expect(MemRLPreset.lifelongDB.constants().similarityMin == 0.369)
        #expect(MemRLPreset.lifelongOS.constants().similarityMean == 0.39)
        #expect(MemRLPreset.lifelongOS.constants().qFloor == 0)
        #expect(MemRLPreset.bigCodeBench.constants().rewardFail == -1)
        #expect(MemRLPreset.allCases.map(\.limit) == [3, 5, 3, 5, 5])
    }
}

@Suite("Learning: the update rule")
struct LearningUpdateTests {
    @Test(
        "A value goes a step towards what the outcome is worth",
        arguments: [
            (1.0, 0.3, [0.65, 0.755, 0.8285]), (0.0, 0.3, [0.35, 0.245, 0.1715]), (1.0, 0.1, [0.55]),
        ] as [(Double, Double, [Double])])
    func steps(reward: Double, step: Double, values: [Double]) {
        var q = 0.5
        for value in values {
            q = QChange.moved(q, towards: reward, by: step)
            #expect(abs(q - value) < 1e-12)
        }
    }

    @Test("It falls no deeper than its floor")
    func floor() {
        #expect(QChange.moved(0.1, towards: -1, by: 0.5, floor: 0) == 0)
        #expect(QChange.moved(0.5, towards: -1, by: 0.5) == -0.25)
    }
}
