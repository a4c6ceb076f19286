public import HindcastJSON
public import HindcastModel

/// A row of the trace list. Sums run over the model calls that count (`DuplicateCalls`).
public struct TraceSummary: Sendable {
    public var id: TraceID
    /// The dialect's name for the run; else the name of the root span; else of the earliest span so far.
    public var name: String
    /// Of the earliest span.
    public var start: Timestamp
    /// Of the latest span to end.
    public var end: Timestamp
    public var spanCount: Int
    /// `error` once any span is in error, else `ok`.
    public var status: SpanStatus
    /// The conversation that several runs share.
    public var sessionID: String?
    public var userID: String?
    /// Sorted; what spans and people added, less what people removed.
    public var tags: [String]
    public var metadata: JSONObject
    public var inputTokens: Int64
    public var outputTokens: Int64
    /// US dollars; calls without a known price add nothing.
    public var totalCost: Double
    public var modelCallCount: Int
    /// The commit that last changed the trace.
    public var sequence: Int64

    public init(id: TraceID, name: String, start: Timestamp, end: Timestamp) {
        self.id = id
        self.name = name
        self.start = start
        self.end = end
        spanCount = 0
        status = .ok
        sessionID = nil
        userID = nil
        tags = []
        metadata = JSONObject()
        inputTokens = 0
        outputTokens = 0
        totalCost = 0
        modelCallCount = 0
        sequence = 0
    }
}
