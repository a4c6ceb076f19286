public import HindcastJSON
public import HindcastModel
public import HindcastStore

/// Builds batches the way the engine does: messages and nodes first, spans that refer to them after.
public struct StoreBatchMaker: Sendable {
    public var batch = TraceBatch()
    public let project: ProjectID
    private var contents: [[UInt8]: Int] = [:]

    public init(_ project: ProjectID) { self.project = project }

    public mutating func message(_ role: Role, _ text: String) -> ContentReference {
        content(.message, Message(role: role, text: text).canonical())
    }

    public mutating func content(_ kind: ContentDraft.Kind, _ bytes: [UInt8]) -> ContentReference {
        if let known = contents[[kind.rawValue] + bytes] { return .batch(known) }
        batch.contents.append(ContentDraft(project: project, kind: kind, bytes: bytes))
        contents[[kind.rawValue] + bytes] = batch.contents.count - 1
        return .batch(batch.contents.count - 1)
    }

    public mutating func node(_ parent: NodeReference, _ content: ContentReference) -> NodeReference {
        batch.nodes.append(NodeDraft(parent: parent, content: content))
        return .batch(batch.nodes.count - 1)
    }

    /// A path of messages; `user` and `assistant` take turns.
    public mutating func path(_ texts: [String], from start: NodeReference = .root) -> NodeReference {
        var node = start
        for (index, text) in texts.enumerated() {
            node = self.node(node, message(index % 2 == 0 ? .user : .assistant, text))
        }
        return node
    }

    /// A span of one second that starts at `second`.
    public func record(
        _ trace: UInt64, _ span: UInt64, parent: UInt64? = nil, kind: SpanKind = .span, name: String = "step",
        second: Int64 = 0, seconds: Double = 1
    ) -> SpanRecord {
        let start = Self.time(second)
        let end = Timestamp(nanoseconds: start.nanoseconds + Int64(seconds * 1e9))
        var record = SpanRecord(
            project: project, traceID: Self.trace(trace), spanID: SpanID(span), kind: kind, name: name,
            start: start,
            end: end)
        record.parentID = parent.map { SpanID($0) }
        record.body = Array("body of \(trace)/\(span)".utf8)
        record.text = name
        return record
    }

    public mutating func add(_ record: SpanRecord) { batch.spans.append(record) }

    /// A model call over texts: all but the last are its input, the last is the answer.
    public mutating func call(
        _ trace: UInt64, _ span: UInt64, _ texts: [String], second: Int64 = 0, session: String? = nil
    ) {
        var record = record(trace, span, kind: .llm, name: "chat", second: second)
        let input = texts.count > 1 ? path(Array(texts.dropLast())) : nil
        record.input = input
        if let answer = texts.last { record.output = node(input ?? .root, message(.assistant, answer)) }
        record.usage = Usage(input: 10, output: 5)
        record.cost = 0.1
        record.model = "gpt-4o"
        record.sessionID = session
        batch.spans.append(record)
    }

    public static func trace(_ number: UInt64) -> TraceID {
        TraceID(high: 0x1122_3344_5566_7788, low: number)
    }

    /// Seconds after 2026-01-01.
    public static func time(_ second: Int64) -> Timestamp {
        Timestamp(nanoseconds: (1_767_225_600 + second) * 1_000_000_000)
    }

    public static func metadata(_ pairs: [(String, String)]) -> JSONObject {
        JSONObject(pairs.map { ($0.0, JSON.string($0.1)) })
    }
}
