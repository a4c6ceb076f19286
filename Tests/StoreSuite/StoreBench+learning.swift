import HindcastModel
import HindcastStore
import TestKit

/// Runs on their way to memories, with plain numbers for ids and seconds for times.
extension StoreBench {
    func attempt(_ trace: UInt64, second: Int64 = 0) -> Attempt {
        Attempt(
            project: project, trace: StoreBatchMaker.trace(trace), task: "task \(trace)",
            created: StoreBatchMaker.time(second))
    }

    /// The review of a run has the run's number.
    func review(_ trace: UInt64, _ verdict: Verdict = .pass, id: UInt64? = nil) -> Review {
        Review(
            id: Self.id(id ?? trace), project: project, trace: StoreBatchMaker.trace(trace), verdict: verdict,
            mode: .inline, author: Self.ada, created: StoreBatchMaker.time(Int64(trace)))
    }

    func memory(_ number: UInt64, q: Double = 0.5, second: Int64 = 0, task: String = "count beans") -> Memory
    {
        Memory(
            id: Self.id(number), project: project, task: task,
            lesson: Lesson(reflection: "use a scale", generator: Lesson.template), verdict: .pass, q: q,
            author: Self.ada, created: StoreBatchMaker.time(second))
    }

    /// As the engine hands it over.
    func learned(_ trace: UInt64, _ verdict: Verdict = .pass, moving memories: [UInt64] = []) -> LearnedReview
    {
        var learned = LearnedReview(review: review(trace, verdict))
        learned.credits = memories.map {
            Credit(memory: Self.id($0), reward: verdict == .pass ? 1 : 0, step: 0.3)
        }
        return learned
    }

    func correction(_ trace: UInt64, _ verdict: Verdict, moving memories: [UInt64]) -> LearnedReview {
        var learned = learned(trace, verdict, moving: memories)
        learned.isCorrection = true
        return learned
    }

    /// Runs with attempts and waiting reviews, records first, as a push does it.
    func runs(_ traces: [UInt64], withReviews: Bool = true) async throws {
        var records = PushRecords(project: project)
        records.attempts = traces.map { attempt($0, second: Int64($0)) }
        if withReviews { records.reviews = traces.map { review($0) } }
        _ = try await store.push(records)
        try await append { maker in
            for trace in traces { maker.call(trace, 1, ["question", "answer"], second: Int64(trace)) }
        }
    }

    func insert(_ memories: Memory...) async throws {
        _ = try await store.insertMemories(memories.map { NewMemory($0) })
    }

    func attempt(of trace: UInt64) async throws -> ReviewedAttempt? {
        try await store.attempt(of: StoreBatchMaker.trace(trace), project: project)
    }

    func memory(stored number: UInt64) async throws -> Memory {
        let found = try await store.memories([Self.id(number)], project: project)
        return try unwrap(found[Self.id(number)], "memory \(number)")
    }

    func value(_ number: UInt64) async throws -> Double { try await memory(stored: number).q }

    func ledger(_ number: UInt64) async throws -> [QChange] {
        try await store.history(of: Self.id(number), after: nil, limit: 1000, project: project)
    }

    /// What a ledger's entries are, without who and when.
    func causes(_ number: UInt64) async throws -> [String] {
        try await ledger(number).map { $0.cause.rawValue + ($0.isUndone ? " undone" : "") }
    }

    func waiting(_ limit: Int = 100) async throws -> [UInt64] {
        try await store.waitingReviews(limit: limit).map(\.id.low)
    }

    func begin(_ reviews: [UInt64]) async throws -> [UInt64] {
        try await store.beginReviews(reviews.map(Self.id)).map(\.id.low)
    }

    func undo(_ change: Int64, of memory: UInt64, project: ProjectID? = nil) async throws -> QChange? {
        try await store.undo(
            change: change, of: Self.id(memory), author: Self.ada, at: StoreBatchMaker.time(500),
            project: project ?? self.project)
    }
}
