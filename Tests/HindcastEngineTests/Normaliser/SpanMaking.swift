import HindcastJSON
public import HindcastModel

@testable import HindcastEngine

/// Attributes in a test: strings, numbers, flags and lists as literals.
typealias Values = KeyValuePairs<String, AttributeValue>

extension AttributeValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int64) { self = .int(value) }
    public init(floatLiteral value: Double) { self = .double(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(arrayLiteral elements: AttributeValue...) { self = .array(elements) }
}

func attributes(_ values: Values) -> Attributes {
    Attributes(values.map { AttributeEntry(key: $0.key, value: $0.value) })
}

func span(
    _ values: Values = [:], name: String = "span", scope: String = "", events: [(String, Values)] = []
) -> SpanDraft {
    var draft = SpanDraft(
        traceID: TraceID(high: 1, low: 2), spanID: SpanID(3), name: name,
        start: Timestamp(nanoseconds: 1_000_000),
        end: Timestamp(nanoseconds: 9_000_000))
    draft.attributes = attributes(values)
    draft.scope = InstrumentationScope(name: scope)
    draft.events = events.map {
        SpanEvent(name: $0.0, time: Timestamp(nanoseconds: 4_000_000), attributes: attributes($0.1))
    }
    return draft
}

func read(
    _ values: Values = [:], name: String = "span", scope: String = "", events: [(String, Values)] = []
) -> SpanReading {
    Normaliser().read(span(values, name: name, scope: scope, events: events))
}

extension Message {
    /// How an assistant asks for a tool, the way most tests need it.
    static func asking(_ id: String?, _ name: String, _ arguments: JSON) -> Message {
        Message(role: .assistant, parts: [.toolCall(ToolCall(id: id, name: name, arguments: arguments))])
    }

    static func result(_ id: String?, _ result: JSON, isError: Bool = false) -> Message {
        Message(role: .tool, parts: [.toolResult(ToolResult(id: id, result: result, isError: isError))])
    }
}

/// Messages by identity: what a canonical form leaves out does not count.
func same(_ list: MessageList, _ messages: [Message]) -> Bool {
    list.all().map { $0.canonical() } == messages.map { $0.canonical() }
}
