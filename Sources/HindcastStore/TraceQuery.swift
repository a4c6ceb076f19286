public import HindcastModel

public struct TraceQuery: Sendable {
    public var filter: TraceFilter?
    public var limit: Int
    public var cursor: String?

    public init(filter: TraceFilter? = nil, limit: Int = 50, cursor: String? = nil) {
        self.filter = filter
        self.limit = limit
        self.cursor = cursor
    }
}
