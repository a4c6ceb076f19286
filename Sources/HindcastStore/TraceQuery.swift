public import HindcastModel

/// Asks for a page of traces, newest first.
public struct TraceQuery: Sendable {
    /// Nil for all.
    public var filter: TraceFilter?
    /// Traces of one page.
    public var limit: Int
    /// From the page before; nil for the first.
    public var cursor: String?

    /// A question about traces.
    public init(filter: TraceFilter? = nil, limit: Int = 50, cursor: String? = nil) {
        self.filter = filter
        self.limit = limit
        self.cursor = cursor
    }
}
