/// What a deletion took away.
public struct DeletionReceipt: Sendable, Equatable {
    /// Traces that are gone.
    public var traces: Int
    /// Their spans.
    public var spans: Int
    /// The number of the commit; nil when there was nothing to delete.
    public var sequence: Int64?

    /// A receipt.
    public init(traces: Int, spans: Int, sequence: Int64? = nil) {
        self.traces = traces
        self.spans = spans
        self.sequence = sequence
    }
}
