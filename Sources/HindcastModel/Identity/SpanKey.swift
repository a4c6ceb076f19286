/// Names one span of a project: a span's own id is unique within its trace only.
public struct SpanKey: Hashable, Sendable {
    /// Its run.
    public let trace: TraceID
    /// Its id there.
    public let span: SpanID

    /// The name of a span.
    public init(trace: TraceID, span: SpanID) {
        self.trace = trace
        self.span = span
    }
}
