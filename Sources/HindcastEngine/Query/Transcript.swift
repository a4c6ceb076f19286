public import HindcastModel

/// A page of a run told as a conversation: every message once, in the order it came up.
public struct Transcript: Sendable {
    /// In the order of time.
    public let items: [TranscriptItem]
    /// Asks for the page behind this one; nil at the end.
    public let next: String?
}

/// One message of a run, with where it came from.
public struct TranscriptItem: Sendable {
    /// The span that brought it.
    public let span: SpanID
    public let spanName: String
    public let kind: SpanKind
    /// Which agent spoke or was spoken to.
    public let agentName: String?
    public let time: Timestamp
    public let status: SpanStatus
    /// Whether the model was told it, said it, or a tool answered it.
    public let side: Side
    /// How its call hangs on the calls before.
    public let origin: Origin
    /// The span whose conversation this call leaves or repeats.
    public let branchOf: SpanID?
    /// Messages that the call repeats from elsewhere in the run.
    public let copiedCount: Int
    /// Messages before the new ones that the conversation already held.
    public let knownCount: Int
    /// Nil for a call that brought nothing new and got no answer.
    public let message: Message?

    /// On which side of a call a message stands.
    public enum Side: String, Sendable { case input, output, tool }

    /// How the call relates to what came before it.
    public enum Origin: String, Sendable { case root, continuation, branch, retry, unknown }
}
