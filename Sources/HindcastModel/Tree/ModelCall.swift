/// A model call as the tree sees it: from what the model saw to what it answered.
public struct ModelCall: Sendable, Hashable {
    public let spanID: SpanID
    public let start: Timestamp
    /// Nil when the call recorded no input.
    public let input: NodeID?
    /// A child path of `input`; nil when the call recorded no answer.
    public let output: NodeID?

    public init(spanID: SpanID, start: Timestamp, input: NodeID?, output: NodeID?) {
        self.spanID = spanID
        self.start = start
        self.input = input
        self.output = output
    }
}
