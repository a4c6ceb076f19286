public import HindcastJSON
public import HindcastModel

/// Builds a run span by span, in the current GenAI convention. Ids count up, so that answers can be compared by value.
public struct SampleRun: Sendable {
    public let traceID: TraceID
    public private(set) var spans: [SpanDraft] = []
    /// Attributes that every span carries (a session, a user).
    public var common: [AttributeEntry] = []
    private var milliseconds: Int64
    private static let epoch: Int64 = 1_767_225_600_000_000_000

    /// - Parameter start: milliseconds behind 2026-01-01T00:00:00Z.
    public init(_ number: UInt64 = 1, startMilliseconds start: Int64 = 0) {
        traceID = TraceID(high: 0xAB, low: number)
        milliseconds = start
    }

    public static func message(_ role: String, _ text: String) -> JSON {
        ["role": .string(role), "parts": [["type": "text", "content": .string(text)]]]
    }

    public static func toolCall(_ id: String, _ name: String, _ arguments: JSON) -> JSON {
        [
            "role": "assistant",
            "parts": [
                ["type": "tool_call", "id": .string(id), "name": .string(name), "arguments": arguments]
            ],
        ]
    }

    public static func toolResult(_ id: String, _ text: String) -> JSON {
        [
            "role": "tool",
            "parts": [["type": "tool_call_response", "id": .string(id), "response": .string(text)]],
        ]
    }

    @discardableResult
    public mutating func span(
        _ name: String, _ attributes: [(String, AttributeValue)], parent: SpanID? = nil, takes: Int64 = 100,
        error: String? = nil
    ) -> SpanID {
        let id = SpanID(UInt64(spans.count + 1) + traceID.low << 32)
        let start = Timestamp(nanoseconds: Self.epoch + milliseconds * 1_000_000)
        milliseconds += takes
        let end = Timestamp(nanoseconds: Self.epoch + milliseconds * 1_000_000)
        var span = SpanDraft(traceID: traceID, spanID: id, name: name, start: start, end: end)
        span.parentID = parent
        span.attributes = Attributes(attributes.map { AttributeEntry(key: $0.0, value: $0.1) } + common)
        if let error {
            span.status = .error
            span.statusMessage = error
        }
        spans.append(span)
        milliseconds += 10
        return id
    }

    @discardableResult
    public mutating func call(
        _ input: [JSON], _ output: [JSON], parent: SpanID? = nil, model: String = "gpt-4o", takes: Int64 = 100
    ) -> SpanID {
        span(
            "chat \(model)",
            [
                ("gen_ai.operation.name", .string("chat")), ("gen_ai.provider.name", .string("openai")),
                ("gen_ai.request.model", .string(model)), ("gen_ai.response.model", .string(model)),
                ("gen_ai.input.messages", .string(JSON.array(input).text)),
                ("gen_ai.output.messages", .string(JSON.array(output).text)),
                ("gen_ai.usage.input_tokens", .int(100)), ("gen_ai.usage.output_tokens", .int(20)),
            ], parent: parent, takes: takes)
    }

    @discardableResult
    public mutating func tool(_ name: String, id: String, result: String, parent: SpanID? = nil) -> SpanID {
        span(
            "execute_tool \(name)",
            [
                ("gen_ai.operation.name", .string("execute_tool")), ("gen_ai.tool.name", .string(name)),
                ("gen_ai.tool.call.id", .string(id)), ("gen_ai.tool.call.result", .string(result)),
            ], parent: parent)
    }
}
