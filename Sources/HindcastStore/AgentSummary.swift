public import HindcastModel

/// An agent that spans name.
public struct AgentSummary: Sendable, Equatable {
    public var name: String
    /// The start of the earliest span that named it, deleted ones included.
    public var firstSeen: Timestamp
    /// The start of the latest one.
    public var lastSeen: Timestamp
    /// Spans that name it.
    public var spanCount: Int64

    /// An agent.
    public init(name: String, firstSeen: Timestamp, lastSeen: Timestamp, spanCount: Int64) {
        self.name = name
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.spanCount = spanCount
    }
}
