/// A model call as the tree sees it: from what the model saw to what it answered.
public struct ModelCall: Sendable, Hashable {
    /// The span that reported it.
    public let spanID: SpanID
    /// When it began; calls are walked in this order.
    public let start: Timestamp
    /// Nil when the call recorded no input.
    public let input: NodeID?
    /// A child path of `input`; nil when the call recorded no answer.
    public let output: NodeID?

    /// A call with the ends of its two paths.
    public init(spanID: SpanID, start: Timestamp, input: NodeID?, output: NodeID?) {
        self.spanID = spanID
        self.start = start
        self.input = input
        self.output = output
    }
}
