import HindcastJSON
import HindcastModel
import HindcastStore
import HindcastStoreSQLite
import TestKit
import Testing

@testable import HindcastEngine

@Suite("Pushed conversations")
struct PushTests {
    static let talk: [JSON] = [
        PushHouse.said("system", "Be short."), PushHouse.said("user", "Weather?"),
        PushHouse.asked("c1", "weather", ["city": "Oslo"]), PushHouse.answered("c1", "14 degrees"),
        PushHouse.said("assistant", "Mild."), PushHouse.said("user", "Thanks."),
    ]

    @Test("A message list becomes a run: a root, a call for each answer of the model, a tool for each result")
    func spans() async throws {
        let house = try await PushHouse()
        let trace = try await house.push(Self.talk)
        let spans = try await house.spans(trace)
        #expect(spans.map(\.kind).sorted { $0.rawValue < $1.rawValue } == [.agent, .llm, .llm, .tool])
        let root = try #require(spans.first { $0.kind == .agent })
        #expect(root.id == ConversationIDs(trace).root)
        #expect(spans.allSatisfy { $0.id == root.id || $0.parentID == root.id })
        #expect(root.name == "Run 0")
        let tool = try #require(spans.first { $0.kind == .tool })
        let view = try #require(try await house.reader.span(tool.id, of: trace, project: house.project))
        #expect(
            view.reading.tool
                == ToolUse(name: "weather", callID: "c1", arguments: ["city": "Oslo"], result: "14 degrees"))
        let call = try #require(spans.last { $0.kind == .llm })
        let last = try #require(try await house.reader.span(call.id, of: trace, project: house.project))
        #expect(last.input.count == 4)
        #expect(last.output.map(\.text) == ["Mild."])
        #expect(try await house.faults() == [])
    }

    @Test("The transcript tells every message once, those that no model answered too")
    func transcript() async throws {
        let house = try await PushHouse()
        let trace = try await house.push(Self.talk)
        #expect(
            try await house.transcript(trace) == [
                "Be short.", "Weather?", "", "14 degrees", "Mild.", "Thanks.",
            ])
        let silent = try await house.push([PushHouse.said("user", "a"), PushHouse.answered("x", "b")])
        #expect(try await house.transcript(silent) == ["a", "b"])
        let empty = try await house.push([])
        #expect(try await house.transcript(empty) == [])
        #expect(try await house.texts(empty) == [])
    }

    @Test("Messages come back as they were sent, with every key, number and order")
    func originals() async throws {
        let house = try await PushHouse()
        let long = String(repeating: "long ", count: 4000)
        let odd: [JSON] = [
            ["z": 1, "a": [2, nil, ["deep": "ü\n\u{0}"]], "role": "user"], [:],
            ["role": "robot", "content": ["x": 1]],
            PushHouse.said("user", .string(long)), PushHouse.said("user", .string(long)),
            PushHouse.said("user", "end"),
        ]
        let trace = try await house.push(odd)
        #expect(try await house.content(trace).messages == odd)
        #expect(try await house.faults() == [])
    }

    @Test("Two pushes of the same list share every message of the tree")
    func sharing() async throws {
        let house = try await PushHouse()
        try await house.push(Self.talk)
        let before = try await house.store.statistics(project: house.project)
        try await house.push(Self.talk)
        let after = try await house.store.statistics(project: house.project)
        #expect(after.messages == before.messages)
        #expect(after.spans == before.spans * 2)
    }

    @Test("When the spans of a push cannot be stored, nothing of it can be seen")
    func atomicity() async throws {
        let house = try await PushHouse()
        house.gate.shut(true)
        var push = ConversationPush(origin: "test", author: PushHouse.author, payloadBytes: 1)
        push.items = [ConversationPush.Item(messages: Self.talk)]
        push.items[0].annotations = [AnnotationDraft(address: "messages[0]", content: "n")]
        push.dataset = Dataset(
            id: .random(), project: house.project, name: "d", owner: Author(name: "o"),
            created: house.time.now)
        await #expect(throws: ConversationError.self) {
            _ = try await house.conversations.push(push, project: house.project)
        }
        #expect(try await house.store.statistics(project: house.project).traces == 0)
        let snippets = try await house.store.snippets(
            owner: nil, limit: 10, cursor: nil, project: house.project)
        #expect(snippets.items.isEmpty)
        #expect(try await house.faults() == [])
    }

    @Test("A log record that names one of our spans takes nothing from it")
    func logs() async throws {
        let house = try await PushHouse()
        let trace = try await house.push(Self.talk)
        let call = try #require(try await house.spans(trace).last { $0.kind == .llm })
        var log = LogDraft(
            time: house.time.now, eventName: "gen_ai.choice", body: .string("x"), attributes: .none)
        log.traceID = trace
        log.spanID = call.id
        try await house.recorder.record(Delivery(logs: [log], payloadBytes: 10), project: house.project)
        try await house.append([("2030-01-01T00:00:00Z", PushHouse.said("user", "more"))], to: trace)
        let view = try #require(try await house.reader.span(call.id, of: trace, project: house.project))
        #expect(view.output.map(\.text) == ["Mild."])
        #expect(view.input.count == 4)
    }

    @Test(
        "A result is paired with the last call of its id, or with the oldest open call where there are no ids"
    )
    func pairing() {
        let again = PushHouse.asked("c1", "second", ["n": 2])
        let nameless: JSON = ["role": "tool", "content": "r3"]
        let messages: [JSON] = [
            PushHouse.asked("c1", "first", ["n": 1]), PushHouse.answered("c1", "r1"), again,
            PushHouse.answered("c1", "r2"), PushHouse.asked("c9", "third", ["n": 3]), nameless,
            PushHouse.answered("lost", "r4"),
        ]
        let tools = Self.plan(messages).steps.filter { $0.part == .tool }.map(\.tool)
        #expect(tools.map { $0?.name } == ["first", "second", "third", nil])
        #expect(tools.map { $0?.arguments } == [["n": 1], ["n": 2], ["n": 3], nil])
    }

    static func plan(_ messages: [JSON]) -> ConversationPlan {
        ConversationPlan(
            ConversationDraft(
                traceID: TraceID(high: 1, low: 2), name: "n", origin: "test", created: ManualTime().now,
                messages: messages.enumerated().map { .init(number: $0, message: $1) }))
    }

    @Test(
        "Times never run backwards, are those told where they are told, and else follow the push by microseconds"
    )
    func times() {
        let messages = [
            PushHouse.said("assistant", "a", at: "2026-03-01T00:00:00Z"), PushHouse.said("assistant", "b"),
            PushHouse.said("assistant", "c", at: "2020-01-01T00:00:00Z"),
            PushHouse.said("assistant", "d", at: "soon"),
            PushHouse.said("assistant", "e", at: "2026-04-01T00:00:00+02:00"),
        ]
        let ends = Self.plan(messages).steps.dropFirst().map { $0.end.description }
        #expect(
            ends == [
                "2026-03-01T00:00:00.000000Z", "2026-03-01T00:00:00.000001Z", "2026-03-01T00:00:00.000002Z",
                "2026-03-01T00:00:00.000003Z", "2026-03-31T22:00:00.000000Z",
            ])
    }
}

@Suite("Arrival numbers")
struct ArrivalRangesTests {
    @Test("Any order is written short and read back", arguments: 1...50 as ClosedRange<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var numbers = Array(0..<Int.random(in: 0...40, using: &random))
        for _ in 0..<Int.random(in: 0...5, using: &random) where numbers.count > 1 {
            numbers.swapAt(
                Int.random(in: 0..<numbers.count, using: &random),
                Int.random(in: 0..<numbers.count, using: &random))
        }
        let text = ArrivalRanges(numbers).text
        #expect(ArrivalRanges(text, countMax: numbers.count)?.numbers == numbers)
    }

    @Test(
        "Damage is refused, and a huge range too",
        arguments: ["x", "1-x", "5-1", "0-99999999999", "-3", "1,,x"])
    func damage(text: String) {
        #expect(ArrivalRanges(text, countMax: 10) == nil)
    }

    @Test("A conversation in its order is one range")
    func short() { #expect(ArrivalRanges([3, 0, 1, 2, 4]).text == "3,0-2,4") }
}
