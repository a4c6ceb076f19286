import HindcastJSON
import HindcastModel
import HindcastStore
import TestKit
import Testing

@testable import HindcastEngine

@Suite("Learning: the queue of reviews")
struct LearningQueueTests {
    @Test("What fails is tried again; the third failure is final and tells why")
    func retries() async throws {
        let house = try await LearningHouse()
        house.lessons.refuse(2)
        let healed = try await house.submit("One", ReviewDraft(.pass))
        await house.learning.start()
        await house.learning.queue.settled()
        let review = try #require(try await house.stored(healed).review)
        #expect(review.state == .completed)
        #expect(review.attempts == 3)
        #expect(review.lastError == nil)
        house.lessons.refuse(3)
        let lost = try await house.submit("Two", ReviewDraft(.pass))
        await house.learning.queue.settled()
        let failed = try #require(try await house.stored(lost).review)
        #expect(failed.state == .failed)
        #expect(failed.attempts == 3)
        #expect(failed.lastError == "The judge is asleep.")
        #expect(failed.memory == nil)
        #expect(house.lessons.calls == 6)
        await house.learning.close()
    }

    @Test("A review that failed may be given once more, with another verdict too")
    func afterFailure() async throws {
        let house = try await LearningHouse()
        house.lessons.refuse(3)
        let trace = try await house.submit("One", ReviewDraft(.pass))
        await house.learning.start()
        await house.learning.queue.settled()
        let review = try #require(try await house.review(trace, ReviewDraft(.fail))?.review)
        #expect(review.state == .completed)
        #expect(review.verdict == .fail)
        await house.learning.close()
    }

    @Test("A process that ends in the middle leaves nothing undone: the next one goes on")
    func restart() async throws {
        let house = try await LearningHouse()
        let given = try await house.memory("Sort a list")
        var traces: [TraceID] = []
        for number in 0..<5 {
            traces.append(try await house.submit("Task \(number)", ReviewDraft(.pass), given: [given.id]))
        }
        // Begun by a process that is gone.
        let waiting = try await house.store.waitingReviews(limit: 10)
        _ = try await house.store.beginReviews(waiting.prefix(2).map(\.id))
        let next = try await LearningHouse(house.push)
        await next.learning.start()
        await next.learning.queue.settled()
        for trace in traces { #expect(try await next.stored(trace).review?.state == .completed) }
        let moves = try await next.history(given.id).filter { $0.cause == .review }
        #expect(Set(moves.map(\.trace)) == Set(traces))
        #expect(moves.count == 5)
        #expect(try await house.store.memoryCount(house.project) == 6)
        await next.learning.close()
    }

    @Test("A queue that was closed works on nothing, and what waits stays in the line")
    func closing() async throws {
        let house = try await LearningHouse()
        await house.learning.start()
        await house.learning.close()
        let trace = try await house.submit("One", ReviewDraft(.pass))
        await house.learning.start()
        #expect(try await house.stored(trace).review?.state == .queued)
        #expect(try await house.store.waitingReviews(limit: 10).count == 1)
    }

    @Test("One review that cannot be stored does not keep back the others of its batch")
    func poison() async throws {
        let house = try await LearningHouse()
        let bad = try await house.submit("\(WordEmbedder.poison) task", ReviewDraft(.pass))
        let good = try await house.submit("Good task", ReviewDraft(.fail))
        await house.learning.start()
        await house.learning.queue.settled()
        #expect(try await house.stored(good).review?.state == .completed)
        let failed = try #require(try await house.stored(bad).review)
        #expect(failed.state == .failed)
        #expect(failed.lastError == "This text has no vector.")
        await house.learning.close()
    }

    @Test("Fifty reviews at once, inline and later, move a memory as one after the other would")
    func concurrency() async throws {
        let house = try await LearningHouse()
        let given = try await house.memory("Sort a list")
        await house.learning.start()
        let drafts = (0..<50).map { number in
            ReviewDraft(number % 3 == 0 ? .fail : .pass, step: Double(number % 5 + 1) / 10)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, draft) in drafts.enumerated() {
                group.addTask {
                    let isInline = number % 2 == 0
                    let trace = try await house.submit(
                        "Task \(number)", isInline ? draft : nil, given: [given.id])
                    guard !isInline else { return }
                    // Twice at once: the second one finds the first.
                    async let one = house.review(trace, draft)
                    async let other = house.review(trace, draft)
                    let (first, second) = try await (one, other)
                    #expect(first == second)
                }
            }
            try await group.waitForAll()
        }
        await house.learning.queue.settled()
        let ledger = try await house.history(given.id)
        let moves = ledger.filter { $0.cause == .review }
        #expect(moves.count == 50)
        #expect(Set(moves.map(\.trace)).count == 50)
        #expect(moves.count { $0.reward == 0 } == 17)
        #expect(try await house.q(given.id) == QChange.folded(ledger, from: 0.5))
        for (one, next) in zip(ledger, ledger.dropFirst()) { #expect(one.after == next.before) }
        #expect(try await house.store.memoryCount(house.project) == 51)
        #expect(try await house.push.faults() == [])
        await house.learning.close()
    }
}
