import HindcastJSON
import HindcastModel
import HindcastStore
import TestKit
import Testing

@testable import HindcastEngine

@Suite("Learning: which memories an outcome moves")
struct LearningCreditTests {
    static let text = "Subtract thirty-two before you scale the value by five ninths and round it."

    private func house() async throws -> (LearningHouse, Memory, Memory) {
        let house = try await LearningHouse()
        try await house.set { $0.credit = .used }
        let used = try await house.learning.add(
            MemoryDraft(task: "a", lesson: Lesson(reflection: Self.text, generator: Lesson.author)),
            project: house.project, author: LearningHouse.author)
        let other = try await house.learning.add(
            MemoryDraft(
                task: "b",
                lesson: Lesson(
                    reflection: "Never trust a clock that runs backwards on two machines at once.",
                    generator: Lesson.author)), project: house.project, author: LearningHouse.author)
        return (house, used, other)
    }

    @Test("Where uses count, the run's own word decides, an empty list as well")
    func named() async throws {
        let (house, one, two) = try await house()
        var draft = house.draft("t", ReviewDraft(.pass), given: [one.id, two.id])
        draft.used = [two.id.description]
        _ = try await house.learning.submit(draft, project: house.project, author: LearningHouse.author)
        draft.used = []
        _ = try await house.learning.submit(draft, project: house.project, author: LearningHouse.author)
        await house.learning.start()
        await house.learning.queue.settled()
        #expect(try await house.q(one.id) == 0.5)
        #expect(try await house.q(two.id) == 0.65)
        await house.learning.close()
    }

    @Test(
        "A run that does not say has used the memories whose words it repeats, not those it was merely given")
    func detected() async throws {
        let (house, one, two) = try await house()
        let prompt = "Convert. Hints: \(Self.text) \(two.lesson.reflection)"
        let answer = "I will subtract THIRTY-TWO before you scale the\nvalue by five ninths."
        let trace = try await house.submit(
            "Convert", given: [one.id, two.id],
            messages: [PushHouse.said("user", .string(prompt)), PushHouse.said("assistant", .string(answer))])
        let review = try #require(try await house.review(trace, ReviewDraft(.pass))?.review)
        #expect(review.warnings == [])
        #expect(try await house.q(one.id) == 0.65)
        #expect(try await house.q(two.id) == 0.5)
    }

    @Test("When no use is found, nothing moves, and the review says so")
    func none() async throws {
        let (house, one, _) = try await house()
        let trace = try await house.submit("Convert", given: [one.id])
        let review = try #require(try await house.review(trace, ReviewDraft(.pass))?.review)
        #expect(review.warnings.count == 1)
        #expect(try await house.q(one.id) == 0.5)
    }

    @Test(
        "Words count wherever the model writes them or is shown them again",
        arguments: [
            ([("user", text), ("assistant", "ok")], false), ([("user", "x"), ("assistant", text)], true),
            ([("system", text), ("assistant", "ok"), ("tool", text)], true),
            ([("user", "x"), ("assistant", "ok"), ("tool", text)], false),
            ([("user", "x"), ("assistant", "ok"), ("tool", text), ("assistant", text)], true),
            ([("user", "x"), ("assistant", "before you scale the value by five")], false),
            ([("user", "x"), ("assistant", "before you scale the value by five ninths")], true),
            ([("user", "x"), ("assistant", "before you scale the big value by five ninths")], false),
        ] as [([(String, String)], Bool)])
    func places(messages: [(String, String)], isUsed: Bool) {
        let memory = Memory(
            id: RecordID(high: 1, low: 1), project: ProjectID(1), task: "t",
            lesson: Lesson(reflection: Self.text, generator: "x"), verdict: nil, q: 0,
            author: LearningHouse.author, created: Timestamp(nanoseconds: 0))
        let found = UsedMemories([memory]).found(
            in: messages.map { PushHouse.said($0.0, .string($0.1)) })
        #expect(found.contains(memory.id) == isUsed)
    }

    @Test("The arguments of a tool call are the model's words, too")
    func arguments() {
        let memory = Memory(
            id: RecordID(high: 1, low: 1), project: ProjectID(1), task: "t",
            lesson: Lesson(reflection: "", generator: "x"), verdict: nil, q: 0,
            author: LearningHouse.author, created: Timestamp(nanoseconds: 0))
        var guided = memory
        guided.lesson.guidance = "Check both ends"
        let call = PushHouse.asked("c", "note", ["text": .string("check both ends")])
        #expect(UsedMemories([guided]).found(in: [call]).isEmpty)
        guided.lesson.guidance = "Check both ends first"
        let longer = PushHouse.asked("c", "note", ["text": .string("Now: check both ends, first of all")])
        #expect(UsedMemories([guided]).found(in: [longer]) == [memory.id])
    }
}

@Suite("Learning: runs of other doors")
struct LearningOtherDoorTests {
    @Test("A traced run is reviewed like any other: task, memories and tools follow from its spans")
    func traced() async throws {
        let house = try await LearningHouse()
        let given = try await house.memory("Weather")
        let second = try await house.memory("Rain")
        var run = SampleRun()
        let root = run.span(
            "agent",
            [
                ("hindcast.memory.ids", AttributeValue.array([.string(given.id.description)]))
            ])
        run.call(
            [SampleRun.message("user", "Will it rain?")],
            [SampleRun.toolCall("c", "weather", ["city": "Oslo"])],
            parent: root)
        run.tool("weather", id: "c", result: "yes", parent: root)
        run.span(
            "lookup", [("hindcast.memory.ids", .string("\(given.id), \(second.id)"))], parent: root,
            error: "no route")
        try await house.push.recorder.record(
            Delivery(spans: run.spans, payloadBytes: 1000), project: house.project)
        let seen = try await house.stored(run.traceID)
        #expect(seen.attempt.task == "Will it rain?")
        #expect(seen.attempt.memories == [given.id, second.id].map(\.description))
        #expect(seen.review == nil)
        let review = try #require(
            try await house.review(run.traceID, ReviewDraft(.fail, feedback: "Wrong city."))?.review)
        #expect(try await house.q(given.id) == 0.35)
        #expect(try await house.q(second.id) == 0.35)
        let id = try #require(review.memory)
        let memory = try #require(try await house.learning.memory(id, project: house.project))
        #expect(memory.task == "Will it rain?")
        #expect(memory.toolsUsed == ["weather"])
        #expect(memory.lesson.keyMistake.contains("no route"))
        #expect(try await house.stored(run.traceID).review == review)
        let listed = try await house.learning.runs(AttemptQuery(), project: house.project)
        #expect(listed.items.map(\.attempt.trace) == [run.traceID])
    }

    @Test("A pushed conversation names its memories in its metadata")
    func pushed() async throws {
        let house = try await LearningHouse()
        let given = try await house.memory("Weather")
        var push = ConversationPush(origin: "test", author: PushHouse.author, payloadBytes: 10)
        var item = ConversationPush.Item(messages: [PushHouse.said("user", "Rain?")])
        item.metadata = LearningHouse.object([
            "retrieved_memory_ids": JSON.array([.string(given.id.description)])
        ])
        push.items = [item]
        let receipt = try await house.push.conversations.push(push, project: house.project)
        let trace = try #require(receipt.conversations.first).trace
        _ = try await house.review(trace, ReviewDraft(.pass))
        #expect(try await house.q(given.id) == 0.65)
    }

    @Test("Names are read from lists and from text, each once")
    func names() {
        #expect(RunReading.names([["a", 1, "b"], "b, c d", nil, 5]) == ["a", "b", "c", "d"])
    }
}
