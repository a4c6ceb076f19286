public struct DeletionReceipt: Sendable, Equatable {
    public var traces: Int
    public var spans: Int

    public init(traces: Int, spans: Int) {
        self.traces = traces
        self.spans = spans
    }
}
