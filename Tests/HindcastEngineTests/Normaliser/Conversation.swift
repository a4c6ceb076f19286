import HindcastModel

@testable import HindcastEngine

/// The conversation of one trace, put together as the server does it: a tree of messages in memory, the rule of
/// `Steps`, and duplicates left out.
struct Conversation {
    var readings: [(draft: SpanDraft, reading: SpanReading)] = []
    var messages: [Message] = []
    var origins: [Steps.Origin] = []
    var usage = Usage()
    var cost: Double?

    init(_ spans: [SpanDraft], logs: [LogDraft]) {
        let normaliser = Normaliser()
        var details: [SpanID: LogDraft] = [:]
        if spans.contains(where: ClaudeCodeSession.concerns) {
            details = ClaudeCodeSession.details(spans: spans, logs: logs)
        }
        readings = spans.sorted { ($0.start, $0.spanID) < ($1.start, $1.spanID) }.map { span in
            let own = logs.filter { $0.spanID == span.spanID && $0.traceID == span.traceID }
            let made = details[span.spanID].map { [$0] } ?? []
            return (span, normaliser.read(span, logs: own + made, detail: .columns))
        }
        walk()
    }

    private mutating func walk() {
        var tree = MemoryTree()
        var calls: [(ModelCall, SpanReading)] = []
        var candidates: [DuplicateCalls.Candidate] = []
        for (draft, reading) in readings {
            let input = tree.insert(reading.inputMessages.all(), below: .root)
            let output = tree.insert(reading.outputMessages.all(), below: input ?? .root)
            let call = ModelCall(spanID: draft.spanID, start: draft.start, input: input, output: output)
            candidates.append(
                DuplicateCalls.Candidate(
                    spanID: draft.spanID, parentID: draft.parentID, isModelCall: reading.kind == .llm,
                    start: draft.start, end: draft.end, model: reading.model, responseID: reading.responseID,
                    answer: output.flatMap { tree.nodes[$0]?.content }, hasMessages: input != nil))
            if reading.kind == .llm { calls.append((call, reading)) }
        }
        let dropped = DuplicateCalls.find(in: candidates)
        var steps = Steps()
        for (call, reading) in calls where !dropped.contains(call.spanID) {
            let step = steps.add(call) { tree.nodes[$0] }
            origins.append(step.origin)
            messages += (step.newInput + step.newOutput).compactMap { tree.contents[$0.content] }
            add(reading)
        }
    }

    private mutating func add(_ reading: SpanReading) {
        func sum(_ key: WritableKeyPath<Usage, Int64?>) {
            if let more = reading.usage[keyPath: key] {
                usage[keyPath: key] = (usage[keyPath: key] ?? 0) + more
            }
        }
        for key in [\Usage.input, \.output, \.cacheRead, \.cacheWrite, \.reasoning] { sum(key) }
        if let more = reading.cost.sum { cost = (cost ?? 0) + more }
    }

    func count(_ kind: SpanKind) -> Int { readings.count { $0.reading.kind == kind } }
    var tags: Set<String> { Set(readings.flatMap(\.reading.tags)) }
    var sessions: Set<String> { Set(readings.compactMap(\.reading.sessionID)) }
    var users: Set<String> { Set(readings.compactMap(\.reading.userID)) }
}

/// The tree of messages, by value.
struct MemoryTree {
    var nodes: [NodeID: PathNode] = [:]
    var contents: [ContentID: Message] = [:]
    private var contentIDs: [[UInt8]: ContentID] = [:]
    private var nodeIDs: [[Int64]: NodeID] = [:]

    /// The node that ends the path; nil for no messages.
    mutating func insert(_ messages: [Message], below start: NodeID) -> NodeID? {
        var parent = start
        var depth = nodes[start]?.depth ?? 0
        for message in messages {
            let canonical = message.canonical()
            let content = contentIDs[canonical] ?? ContentID(Int64(contentIDs.count + 1))
            contentIDs[canonical] = content
            contents[content] = Message(canonical: canonical)
            depth += 1
            let edge = [parent.value, content.value]
            let id = nodeIDs[edge] ?? NodeID(Int64(nodeIDs.count + 1))
            nodeIDs[edge] = id
            nodes[id] = PathNode(id: id, parent: parent, content: content, depth: depth)
            parent = id
        }
        return messages.isEmpty ? nil : parent
    }
}
