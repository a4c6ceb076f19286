public import HindcastJSON

/// What the conventions make of a draft: one model for every dialect.
///
/// Conventions run in a fixed order and each fills what is still empty, so that the most specific one wins field by
/// field. Everything here can be derived again from the stored draft; columns and paths are kept for speed.
public struct SpanReading: Sendable {
    /// What sort of step it is; nil when nothing tells.
    public var kind: SpanKind?
    /// The names of the conventions that recognised the span, in order.
    public var conventions: [String] = []
    /// Who serves the model, in the GenAI conventions' names.
    public var provider: String?
    /// The model asked for.
    public var modelRequested: String?
    /// The model that answered.
    public var modelUsed: String?
    /// Tokens, as told.
    public var usage = Usage.unknown
    /// Money, as told; prices fill what is missing.
    public var cost = Cost.unknown
    /// `stop`, `tool_calls`, `length`, `content_filter`; other spellings are folded into these, unknown ones kept.
    public var finishReasons: [String] = []
    /// The provider's id of the answer.
    public var responseID: String?
    /// How long a streamed answer took to begin.
    public var timeToFirstTokenMilliseconds: Double?
    /// What the model saw and what it answered. For a tool span the output is its result as one `tool` message.
    public var inputMessages: MessageList = .empty
    /// What it answered.
    public var outputMessages: MessageList = .empty
    /// The tools offered to the model, as JSON schemas in the provider's form.
    public var toolDefinitions: JSON?
    /// What a tool span called.
    public var tool: ToolUse?
    /// Input and output of a span that is not a conversation (a chain, a retriever), or what messages came from.
    public var input: JSON?
    /// What came out of it.
    public var output: JSON?
    /// The conversation or thread that several runs share.
    public var sessionID: String?
    /// On whose behalf.
    public var userID: String?
    /// In the order found.
    public var tags: [String] = []
    /// What the client attached for itself.
    public var metadata = JSONObject()
    /// Which agent took the step.
    public var agentName: String?
    /// The dialect's own name for the whole run, when it has one.
    public var traceName: String?
    /// The project a client asks for (`langsmith.trace.session_name`, `openinference.project.name`).
    public var projectName: String?
    /// Named scores found on the span.
    public var scores: [SpanScore] = []
    /// Why it failed: the exception, or the status's message.
    public var errorMessage: String?

    /// Nothing known yet.
    public init() {}

    /// The model that answered, else the one asked for.
    public var model: String? { modelUsed ?? modelRequested }
}

/// A score that an instrumentation put on a span.
public struct SpanScore: Sendable, Equatable {
    /// What was judged.
    public var name: String
    /// A number, where it has one.
    public var value: Double?
    /// A word, where it has one.
    public var label: String?
    /// Why, where it is told.
    public var explanation: String?

    /// A score.
    public init(name: String, value: Double?, label: String?, explanation: String?) {
        self.name = name
        self.value = value
        self.label = label
        self.explanation = explanation
    }
}
