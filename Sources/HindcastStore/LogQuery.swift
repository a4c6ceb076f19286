public import HindcastModel

/// Log records of a trace, of one span, or of a session (whether they name a trace or not).
public struct LogQuery: Sendable {
    public var traceID: TraceID?
    public var spanID: SpanID?
    public var sessionID: String?
    /// At most so many, oldest first.
    public var limit: Int

    public init(traceID: TraceID? = nil, spanID: SpanID? = nil, sessionID: String? = nil, limit: Int = 10_000)
    {
        self.traceID = traceID
        self.spanID = spanID
        self.sessionID = sessionID
        self.limit = limit
    }
}
