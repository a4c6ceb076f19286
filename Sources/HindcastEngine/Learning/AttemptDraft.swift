public import HindcastJSON
public import HindcastModel

/// A run that is told as an attempt at a task.
public struct AttemptDraft: Sendable {
    public var task: String
    /// As a chat, in its order.
    public var messages: [JSON]
    /// Nil takes the text of the last message of the assistant that has one.
    public var finalResponse: String?
    public var model: String?
    /// The memories it was given, as its client names them.
    public var memories: [String]
    /// Those it used; nil when it does not say.
    public var used: [String]?
    public var metadata: JSONObject
    /// What a dialect tells beyond that, under the product's name.
    public var extras: JSONObject
    public var review: ReviewDraft?
    /// The dialect by which it comes.
    public var origin: String
    /// The size on the wire, for admission.
    public var payloadBytes: Int

    /// An attempt that was given no memories.
    public init(task: String, messages: [JSON], origin: String, payloadBytes: Int) {
        self.task = task
        self.messages = messages
        self.origin = origin
        self.payloadBytes = payloadBytes
        memories = []
        metadata = JSONObject()
        extras = JSONObject()
    }
}

/// A verdict on its way.
public struct ReviewDraft: Sendable, Equatable {
    public var verdict: Verdict
    public var feedback: String?
    /// The step size (alpha), 0...1; nil takes the project's.
    public var step: Double?
    /// The lesson its author wrote; nil lets the house write one.
    public var lesson: Lesson?

    public init(_ verdict: Verdict, feedback: String? = nil, step: Double? = nil, lesson: Lesson? = nil) {
        self.verdict = verdict
        self.feedback = feedback
        self.step = step
        self.lesson = lesson
    }
}
