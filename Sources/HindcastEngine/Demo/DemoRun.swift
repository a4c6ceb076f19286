import HindcastBytes
import HindcastJSON
import HindcastModel

/// Builds one sample run as OpenTelemetry spans with GenAI attributes, the way an instrumented agent sends them.
struct DemoRun {
    let title: String
    let traceID: TraceID
    let tags: [String]
    private(set) var spans: [SpanDraft] = []
    private var clock: Int64
    private var stack: [Int] = []
    private let session: String?
    private let user: String

    /// What the receiving side counts as size; a span of a sample is small.
    var payloadBytes: Int { spans.count * 4096 }

    init(_ title: String, startingAt start: Int64, session: String? = nil, user: String, tags: [String]) {
        self.title = title
        self.tags = tags
        self.session = session
        self.user = user
        clock = start
        traceID = TraceID(bytes: Randomness.bytes(16)) ?? TraceID(high: 1, low: 1)
    }

    struct Tokens {
        let input: Int64
        let output: Int64
        var cached: Int64 = 0
    }

    /// A span round everything that `body` adds.
    mutating func agent(_ name: String, _ body: (inout DemoRun) -> Void) {
        let index = open(
            "invoke_agent \(name)",
            ["gen_ai.operation.name": .string("invoke_agent"), "gen_ai.agent.name": .string(name)])
        body(&self)
        close(index)
    }

    /// A model call that saw `conversation` and gave `answer`; the answer joins the conversation.
    mutating func model(
        _ conversation: inout [JSON], _ answer: JSON, model: String = "gpt-4.1", tokens: Tokens,
        milliseconds: Int64 = 1400, failure: String? = nil
    ) {
        var attributes: [String: AttributeValue] = [
            "gen_ai.operation.name": .string("chat"), "gen_ai.request.model": .string(model),
            "gen_ai.provider.name": .string(model.hasPrefix("claude") ? "anthropic" : "openai"),
            "gen_ai.input.messages": .string(JSON.array(conversation).text),
        ]
        if failure == nil {
            attributes["gen_ai.response.model"] = .string(model)
            attributes["gen_ai.response.id"] = .string("resp-" + Hex.encode(Randomness.bytes(8)))
            attributes["gen_ai.output.messages"] = .string(JSON.array([answer]).text)
            attributes["gen_ai.usage.input_tokens"] = .int(tokens.input)
            attributes["gen_ai.usage.output_tokens"] = .int(tokens.output)
            if tokens.cached > 0 { attributes["gen_ai.usage.cache_read.input_tokens"] = .int(tokens.cached) }
            conversation.append(answer)
        }
        let index = open("chat \(model)", attributes, otelKind: 3)
        advance(milliseconds)
        fail(index, failure)
        close(index)
    }

    /// A tool that answers; the result joins the conversation.
    mutating func tool(
        _ call: DemoMessage.Call, result: String, into conversation: inout [JSON], milliseconds: Int64 = 220,
        failure: String? = nil
    ) {
        let index = open(
            "execute_tool \(call.name)",
            [
                "gen_ai.operation.name": .string("execute_tool"), "gen_ai.tool.name": .string(call.name),
                "gen_ai.tool.call.id": .string(call.id),
                "gen_ai.tool.call.arguments": .string(call.arguments.text),
                "gen_ai.tool.call.result": .string(result),
            ])
        advance(milliseconds)
        fail(index, failure)
        close(index)
        conversation.append(DemoMessage.result(of: call, result))
    }

    mutating func advance(_ milliseconds: Int64) { clock += milliseconds * 1_000_000 }

    private mutating func open(_ name: String, _ attributes: [String: AttributeValue], otelKind: Int = 1)
        -> Int
    {
        advance(12)
        let time = Timestamp(nanoseconds: clock)
        let id = SpanID(bytes: Randomness.bytes(8)) ?? SpanID(UInt64(spans.count + 1))
        var span = SpanDraft(traceID: traceID, spanID: id, name: name, start: time, end: time)
        span.parentID = stack.last.map { spans[$0].spanID }
        span.otelKind = otelKind
        var members = attributes.sorted { $0.key < $1.key }.map {
            AttributeEntry(key: $0.key, value: $0.value)
        }
        if let session {
            members.append(AttributeEntry(key: "gen_ai.conversation.id", value: .string(session)))
        }
        members.append(AttributeEntry(key: "user.id", value: .string(user)))
        span.attributes = Attributes(members)
        span.resource = Attributes([AttributeEntry(key: "service.name", value: .string("demo-agent"))])
        span.scope = InstrumentationScope(name: "hindcast.demo", version: "1")
        spans.append(span)
        stack.append(spans.count - 1)
        return spans.count - 1
    }

    private mutating func close(_ index: Int) {
        advance(8)
        spans[index].end = Timestamp(nanoseconds: clock)
        stack.removeLast()
    }

    private mutating func fail(_ index: Int, _ failure: String?) {
        guard let failure else { return }
        spans[index].status = .error
        spans[index].statusMessage = failure
        let attributes = Attributes([
            AttributeEntry(key: "exception.type", value: .string("ToolError")),
            AttributeEntry(key: "exception.message", value: .string(failure)),
        ])
        spans[index].events.append(
            SpanEvent(name: "exception", time: Timestamp(nanoseconds: clock), attributes: attributes))
    }
}
