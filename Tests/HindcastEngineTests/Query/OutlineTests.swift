import HindcastEngine
import HindcastJSON
import HindcastModel
import HindcastStore
import TestKit
import Testing

@Suite("Outline")
struct OutlineTests {
    static let system = SampleRun.message("system", "Be brief.")
    static let hello = SampleRun.message("user", "Weather in Oslo?")
    static let asks = SampleRun.toolCall("c1", "weather", ["city": "Oslo"])
    static let result = SampleRun.toolResult("c1", "14 degrees")
    static let answer = SampleRun.message("assistant", "Mild.")

    static func toolRun() -> SampleRun {
        var run = SampleRun()
        let root = run.span("agent", [("gen_ai.operation.name", .string("invoke_agent"))])
        run.call([system, hello], [asks], parent: root)
        run.tool("weather", id: "c1", result: "14 degrees", parent: root)
        run.call([system, hello, asks, result], [answer], parent: root)
        return run
    }

    @Test("Each model call says how many of its messages are new; other spans say nothing")
    func newMessages() async throws {
        let recorded = try await RecordedStore(Self.toolRun())
        let outline = try #require(
            try await recorded.reader.outline(of: SampleRun().traceID, project: recorded.project))
        #expect(outline.spans.map(\.newMessages) == [nil, 2, nil, 1])
        #expect(outline.spans.map(\.summary.kind) == [.agent, .llm, .tool, .llm])
        #expect(outline.trace.spanCount == 4)
    }

    @Test("However long a run is, its outline asks the store for paths once")
    func fewStoreCalls() async throws {
        var run = SampleRun()
        var talk = [Self.system]
        for turn in 0..<66 {
            talk.append(SampleRun.message("user", "Question \(turn)"))
            let answer = SampleRun.message("assistant", "Answer \(turn)")
            run.call(talk, [answer])
            talk.append(answer)
        }
        let recorded = try await RecordedStore(run)
        let before = recorded.store.pathCalls
        let outline = try #require(
            try await recorded.reader.outline(of: run.traceID, project: recorded.project))
        #expect(recorded.store.pathCalls == before + 1)
        #expect(outline.spans.map(\.newMessages) == [2] + Array(repeating: 1, count: 65))
    }

    @Test("What an earlier trace of the session said is not new in a later one")
    func sessions() async throws {
        var first = SampleRun(1)
        first.common = [AttributeEntry(key: "gen_ai.conversation.id", value: .string("s"))]
        first.call([Self.system, Self.hello], [Self.answer])
        var second = SampleRun(2, startMilliseconds: 60_000)
        second.common = first.common
        second.call(
            [Self.system, Self.hello, Self.answer, SampleRun.message("user", "Thanks")], [Self.answer])
        let recorded = try await RecordedStore(first, second)
        let outline = try #require(
            try await recorded.reader.outline(of: second.traceID, project: recorded.project))
        #expect(outline.spans.map(\.newMessages) == [1])
    }

    @Test("A window shows its rows with the same figures as the whole")
    func window() async throws {
        let recorded = try await RecordedStore(Self.toolRun())
        let outline = try #require(
            try await recorded.reader.outline(
                of: SampleRun().traceID, project: recorded.project, offset: 3, limit: 10))
        #expect(outline.spans.map(\.newMessages) == [1])
        #expect(outline.trace.spanCount == 4)
        #expect(outline.offset == 3)
    }

    @Test("A foreign project's trace is unknown")
    func foreign() async throws {
        let recorded = try await RecordedStore(Self.toolRun())
        #expect(try await recorded.reader.outline(of: SampleRun().traceID, project: ProjectID(2)) == nil)
    }

    @Test("A span is shown whole: attributes, messages, usage")
    func spanView() async throws {
        let recorded = try await RecordedStore(Self.toolRun())
        let run = Self.toolRun()
        let view = try #require(
            try await recorded.reader.span(run.spans[3].spanID, of: run.traceID, project: recorded.project))
        #expect(view.input.map(\.role) == [.system, .user, .assistant, .tool])
        #expect(view.output.first?.text == "Mild.")
        #expect(view.summary.usage.input == 100)
        #expect(view.newMessages == 1)
        #expect(view.draft.attributes.string("gen_ai.request.model") == "gpt-4o")
        var writer = JSONWriter()
        view.write(to: &writer)
        let json = try JSONReader.parse(writer.bytes)
        #expect(json["input"]?[2]?["toolCalls"]?[0]?["name"] == "weather")
        #expect(json["input"]?[2]?["toolCalls"]?[0]?["arguments"]?["city"] == "Oslo")
        #expect(json["input"]?[3]?["toolCallId"] == "c1")
        #expect(json["input"]?[3]?["content"] == "14 degrees")
        #expect(json["attributes"]?["gen_ai.usage.input_tokens"] == 100)
        #expect(json["inputTokens"] == 100)
    }
}
