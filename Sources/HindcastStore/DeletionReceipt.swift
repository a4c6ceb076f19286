/// What a deletion took away.
public struct DeletionReceipt: Sendable, Equatable {
    /// Traces that are gone.
    public var traces: Int
    /// Their spans.
    public var spans: Int

    /// A receipt.
    public init(traces: Int, spans: Int) {
        self.traces = traces
        self.spans = spans
    }
}
