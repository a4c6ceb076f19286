public import HindcastJSON

/// What the conventions make of a draft: one model for every dialect.
///
/// Conventions run in a fixed order and each fills what is still empty, so that the most specific one wins field by
/// field. Everything here can be derived again from the stored draft; columns and paths are kept for speed.
public struct SpanReading: Sendable {
    public var kind: SpanKind?
    /// The names of the conventions that recognised the span, in order.
    public var conventions: [String] = []
    public var provider: String?
    public var modelRequested: String?
    public var modelUsed: String?
    public var usage = Usage.unknown
    public var cost = Cost.unknown
    /// `stop`, `tool_calls`, `length`, `content_filter`; other spellings are folded into these, unknown ones kept.
    public var finishReasons: [String] = []
    public var responseID: String?
    public var timeToFirstTokenMilliseconds: Double?
    /// What the model saw and what it answered. For a tool span the output is its result as one `tool` message.
    public var inputMessages: MessageList = .empty
    public var outputMessages: MessageList = .empty
    /// The tools offered to the model, as JSON schemas in the provider's form.
    public var toolDefinitions: JSON?
    public var tool: ToolUse?
    /// Input and output of a span that is not a conversation (a chain, a retriever), or what messages came from.
    public var input: JSON?
    public var output: JSON?
    public var sessionID: String?
    public var userID: String?
    public var tags: [String] = []
    public var metadata = JSONObject()
    public var agentName: String?
    /// The dialect's own name for the whole run, when it has one.
    public var traceName: String?
    /// The project a client asks for (`langsmith.trace.session_name`, `openinference.project.name`).
    public var projectName: String?
    /// Named scores found on the span.
    public var scores: [SpanScore] = []
    public var errorMessage: String?

    public init() {}

    /// The model that answered, else the one asked for.
    public var model: String? { modelUsed ?? modelRequested }
}

/// A score that an instrumentation put on a span.
public struct SpanScore: Sendable, Equatable {
    public var name: String
    public var value: Double?
    public var label: String?
    public var explanation: String?

    public init(name: String, value: Double?, label: String?, explanation: String?) {
        self.name = name
        self.value = value
        self.label = label
        self.explanation = explanation
    }
}
