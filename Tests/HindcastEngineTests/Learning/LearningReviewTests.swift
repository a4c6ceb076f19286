import HindcastJSON
import HindcastModel
import HindcastStore
import TestKit
import Testing

@testable import HindcastEngine

@Suite("Learning: from a run to a memory")
struct LearningReviewTests {
    @Test("A run without a review is stored, and nothing is learned")
    func unreviewed() async throws {
        let house = try await LearningHouse()
        var draft = house.draft("Convert kelvin to celsius")
        draft.metadata = LearningHouse.object(["team": "a"])
        draft.model = "m-1"
        let (trace, state) = try await house.learning.submit(
            draft, project: house.project, author: LearningHouse.author)
        #expect(state == .completed)
        let run = try await house.stored(trace)
        #expect(run.attempt.task == "Convert kelvin to celsius")
        #expect(run.attempt.finalResponse == "Done.")
        #expect(run.attempt.model == "m-1")
        #expect(run.metadata == LearningHouse.object(["team": "a"]))
        #expect(run.messages.count == 2)
        #expect(run.review == nil)
        #expect(run.name == "Convert kelvin to celsius")
        #expect(try await house.store.memoryCount(house.project) == 0)
        #expect(try await house.push.faults() == [])
    }

    @Test("A run that comes with a review waits, then has a memory, and moved those it was given once")
    func inline() async throws {
        let house = try await LearningHouse()
        let given = try await house.memory("Convert fahrenheit")
        let (trace, state) = try await house.learning.submit(
            house.draft("Convert kelvin", ReviewDraft(.pass, feedback: "Well done."), given: [given.id]),
            project: house.project, author: LearningHouse.author)
        #expect(state == .queued)
        let waiting = try #require(try await house.stored(trace).review)
        #expect(waiting.state == .queued)
        #expect(waiting.memory == nil)
        #expect(try await house.q(given.id) == 0.5)
        await house.learning.start()
        await house.learning.queue.settled()
        let review = try #require(try await house.stored(trace).review)
        #expect(review.state == .completed)
        #expect(review.mode == .inline)
        #expect(review.attempts == 1)
        let id = try #require(review.memory)
        let memory = try #require(try await house.learning.memory(id, project: house.project))
        #expect(memory.task == "Convert kelvin")
        #expect(memory.verdict == .pass)
        #expect(memory.q == 0.5)
        #expect(memory.trace == trace)
        #expect(memory.lesson.generator == Lesson.template)
        #expect(try await house.q(given.id) == 0.65)
        let moves = try await house.history(given.id).filter { $0.cause == .review }
        #expect(moves.map(\.trace) == [trace])
        await house.learning.close()
    }

    @Test("A lesson that its author wrote is learned at once and kept as it is")
    func authored() async throws {
        let house = try await LearningHouse()
        var lesson = Lesson(reflection: "Subtract 32 first.", generator: Lesson.author)
        lesson.applicableTools = ["calculator"]
        let (trace, state) = try await house.learning.submit(
            house.draft("Convert", ReviewDraft(.fail, lesson: lesson), messages: []), project: house.project,
            author: LearningHouse.author)
        #expect(state == .completed)
        let id = try #require(try await house.stored(trace).review?.memory)
        #expect(try await house.learning.memory(id, project: house.project)?.lesson == lesson)
        #expect(house.lessons.calls == 0)
    }

    @Test("An authored lesson whose vector cannot be made now is learned later")
    func authoredLater() async throws {
        let house = try await LearningHouse()
        house.embedder.calls.refuse("The endpoint is down.")
        let lesson = Lesson(reflection: "Look twice.", generator: Lesson.author)
        let (trace, state) = try await house.learning.submit(
            house.draft("Convert", ReviewDraft(.pass, lesson: lesson)), project: house.project,
            author: LearningHouse.author)
        #expect(state == .queued)
        house.embedder.calls.refuse(nil)
        await house.learning.start()
        await house.learning.queue.settled()
        #expect(try await house.stored(trace).review?.state == .completed)
        await house.learning.close()
    }

    @Test("A review that comes later is answered with its memory; the same once more changes nothing")
    func deferred() async throws {
        let house = try await LearningHouse()
        let given = try await house.memory("Sort a list")
        let trace = try await house.submit("Sort a table", given: [given.id])
        let answer = try #require(try await house.review(trace, ReviewDraft(.fail, feedback: "Too slow.")))
        let review = try #require(answer.review)
        #expect(review.state == .completed)
        #expect(review.mode == .deferred)
        #expect(try await house.q(given.id) == 0.35)
        #expect(try await house.review(trace, ReviewDraft(.fail, feedback: "Again.")) == answer)
        #expect(try await house.q(given.id) == 0.35)
        #expect(try await house.store.memoryCount(house.project) == 2)
        await #expect(throws: LearningError.self) { _ = try await house.review(trace, ReviewDraft(.pass)) }
        #expect(try await house.q(given.id) == 0.35)
    }

    @Test("A run that nobody knows cannot be reviewed, nor can one of another project")
    func unknown() async throws {
        let house = try await LearningHouse()
        #expect(try await house.review(TraceID(high: 1, low: 1), ReviewDraft(.pass)) == nil)
        let trace = try await house.submit("Sort")
        let other = try await house.store.ensureProject(named: "other", at: Timestamp(nanoseconds: 0)).id
        let foreign = try await house.learning.review(
            ReviewDraft(.pass), of: trace, project: other, author: LearningHouse.author)
        #expect(foreign == nil)
        #expect(try await house.learning.run(trace, project: other) == nil)
    }

    @Test("A review names its own step, and one that is no part of 1 is refused")
    func step() async throws {
        let house = try await LearningHouse()
        let given = try await house.memory("Sort a list")
        let trace = try await house.submit("Sort", given: [given.id])
        await #expect(throws: LearningError.self) {
            _ = try await house.review(trace, ReviewDraft(.pass, step: 1.5))
        }
        _ = try await house.review(trace, ReviewDraft(.pass, step: 0.1))
        #expect(try await house.q(given.id) == 0.55)
    }

    @Test("Memories that are unknown or no ids move nothing and are told of")
    func strangers() async throws {
        let house = try await LearningHouse()
        let given = try await house.memory("Sort a list")
        var draft = house.draft("Sort", nil, given: [given.id, given.id, RecordID(high: 5, low: 5)])
        draft.memories.append("none")
        let trace = try await house.learning.submit(
            draft, project: house.project, author: LearningHouse.author
        ).trace
        let review = try #require(try await house.review(trace, ReviewDraft(.pass))?.review)
        #expect(review.warnings.count == 2)
        #expect(review.warnings.contains { $0.contains("none") })
        #expect(try await house.q(given.id) == 0.65)
    }

    @Test("A correction takes back what the verdict had moved, moves anew, and the audit record tells of it")
    func correction() async throws {
        let house = try await LearningHouse()
        let given = try await house.memory("Sort a list")
        let trace = try await house.submit("Sort", given: [given.id])
        let first = try #require(try await house.review(trace, ReviewDraft(.pass))?.review)
        let later = try await house.submit("Sort again", given: [given.id])
        _ = try await house.review(later, ReviewDraft(.pass))
        #expect(abs(try await house.q(given.id) - 0.755) < 1e-12)
        let answer = try #require(
            try await house.correct(trace, ReviewDraft(.fail, feedback: "It crashed."))?.review)
        #expect(answer.id == first.id)
        #expect(answer.verdict == .fail)
        #expect(answer.memory == first.memory)
        // 0.5 -> pass of the later run -> 0.65 -> fail of the corrected one -> 0.455.
        #expect(abs(try await house.q(given.id) - 0.455) < 1e-12)
        let ledger = try await house.history(given.id)
        #expect(ledger.count { $0.isUndone } == 1)
        #expect(abs(QChange.folded(ledger, from: 0.5) - 0.455) < 1e-12)
        let id = try #require(first.memory)
        let memory = try #require(try await house.learning.memory(id, project: house.project))
        #expect(memory.verdict == .fail)
        #expect(memory.lesson.guidance == "It crashed.")
        #expect(try await house.store.memoryCount(house.project) == 3)
        let audit = try await house.store.auditEntries(limit: 10).filter { $0.action == "review.correct" }
        #expect(audit.map(\.subject) == ["trace \(trace): pass to fail"])
        let again = try #require(try await house.correct(trace, ReviewDraft(.pass))?.review)
        #expect(again.verdict == .pass)
        #expect(again.feedback == "It crashed.")
    }

    @Test("A run without a verdict is reviewed by its correction, too")
    func firstCorrection() async throws {
        let house = try await LearningHouse()
        let trace = try await house.submit("Sort")
        #expect(try await house.correct(trace, ReviewDraft(.pass))?.review?.state == .completed)
        #expect(try await house.correct(TraceID(high: 1, low: 1), ReviewDraft(.pass)) == nil)
    }

    @Test("Runs are listed newest first, by whether they were reviewed")
    func listing() async throws {
        let house = try await LearningHouse()
        var traces: [TraceID] = []
        for number in 0..<3 {
            traces.append(try await house.submit("Task \(number)"))
            house.push.time.advance(milliseconds: 5)
        }
        _ = try await house.review(traces[1], ReviewDraft(.pass))
        func list(_ isReviewed: Bool?) async throws -> [TraceID] {
            try await house.learning.runs(AttemptQuery(isReviewed: isReviewed), project: house.project)
                .items.map(\.attempt.trace)
        }
        #expect(try await list(nil) == traces.reversed())
        #expect(try await list(true) == [traces[1]])
        #expect(try await list(false) == [traces[2], traces[0]])
    }
}
