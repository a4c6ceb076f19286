import HindcastJSON
import HindcastModel
import HindcastStore

extension SpanRecord {
    /// The columns of a span, from what the conventions read.
    init(_ draft: borrowing SpanDraft, _ reading: borrowing SpanReading, body: [UInt8], project: ProjectID) {
        self.init(
            project: project, traceID: draft.traceID, spanID: draft.spanID, kind: reading.kind ?? .span,
            name: draft.name, start: draft.start, end: draft.end)
        self.body = body
        parentID = draft.parentID
        status = draft.status
        model = reading.model
        provider = reading.provider
        usage = reading.usage
        cost = reading.cost.sum
        responseID = reading.responseID
        sessionID = reading.sessionID
        userID = reading.userID
        agentName = reading.agentName
        traceName = reading.traceName
        tags = reading.tags
        metadata = reading.metadata
        text = draft.searchText(isConversation: !reading.outputMessages.isEmpty)
    }
}

extension SpanDraft {
    /// Attributes that hold what went into a span and what came out of it.
    private static let inputKeys = [
        "input.value", "lmnr.span.input", "traceloop.entity.input", "mlflow.spanInputs",
        "gen_ai.tool.call.arguments",
        "ai.toolCall.args", "gen_ai.retrieval.query.text", "user_prompt",
    ]
    private static let outputKeys = [
        "output.value", "lmnr.span.output", "traceloop.entity.output", "mlflow.spanOutputs",
        "gen_ai.tool.call.result", "ai.toolCall.result",
    ]

    /// Name and errors, and the short values of spans whose output is not a message of the tree: messages are indexed
    /// once for all spans, and values repeat them.
    func searchText(isConversation: Bool) -> String {
        var text = name
        func add(_ line: String?) {
            guard let line else { return }
            text += "\n"
            text += line
        }
        add(statusMessage)
        for event in events where event.name == "exception" {
            add(event.attributes.string("exception.type"))
            add(event.attributes.string("exception.message"))
        }
        func addValues(_ keys: [String]) {
            for key in keys {
                guard let entry = attributes.entry(key), entry.type == .string,
                    entry.payload.count <= IngestLimits.searchableValueBytesMax
                else { continue }
                add(attributes.string(entry))
            }
        }
        if !isConversation || isToolLike { addValues(Self.inputKeys) }
        if !isConversation { addValues(Self.outputKeys) }
        return text
    }

    /// A span with one result and no conversation of its own: its arguments are in no message.
    private var isToolLike: Bool {
        attributes.contains("gen_ai.tool.name") || attributes.contains("tool.name")
            || attributes.string("openinference.span.kind") == "TOOL"
            || attributes.string("lmnr.span.type") == "TOOL"
    }
}
