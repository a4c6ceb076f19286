public import HindcastJSON
public import HindcastModel

/// A row of the trace list. Sums run over the model calls that count (`DuplicateCalls`).
public struct TraceSummary: Sendable {
    public var id: TraceID
    /// The dialect's name for the run; else the name of the root span; else of the earliest span so far.
    public var name: String
    public var start: Timestamp
    public var end: Timestamp
    public var spanCount: Int
    /// `error` once any span is in error, else `ok`.
    public var status: SpanStatus
    public var sessionID: String?
    public var userID: String?
    /// Sorted; what spans and people added, less what people removed.
    public var tags: [String]
    public var metadata: JSONObject
    public var inputTokens: Int64
    public var outputTokens: Int64
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

/// A row of a trace's outline: no bodies.
public struct SpanSummary: Sendable {
    public var id: SpanID
    public var parentID: SpanID?
    public var kind: SpanKind
    public var name: String
    public var start: Timestamp
    public var end: Timestamp
    public var status: SpanStatus
    public var model: String?
    public var provider: String?
    public var usage: Usage
    public var cost: Double?
    public var agentName: String?
    /// False for a model call that another span also reports.
    public var isCounted: Bool
    public var input: NodeID?
    public var output: NodeID?

    public init(id: SpanID, kind: SpanKind, name: String, start: Timestamp, end: Timestamp) {
        self.id = id
        self.kind = kind
        self.name = name
        self.start = start
        self.end = end
        parentID = nil
        status = .unset
        model = nil
        provider = nil
        usage = .unknown
        cost = nil
        agentName = nil
        isCounted = true
        input = nil
        output = nil
    }
}

/// A span with its archived body and the paths that the body refers to.
public struct StoredSpan: Sendable {
    public var summary: SpanSummary
    public var ropes: [NodeID]
    public var body: [UInt8]

    public init(summary: SpanSummary, ropes: [NodeID], body: [UInt8]) {
        self.summary = summary
        self.ropes = ropes
        self.body = body
    }
}

public struct TraceChange: Sendable, Equatable {
    public var sequence: Int64
    public var traceID: TraceID

    public init(sequence: Int64, traceID: TraceID) {
        self.sequence = sequence
        self.traceID = traceID
    }
}

public struct DeletionReceipt: Sendable, Equatable {
    public var traces: Int
    public var spans: Int

    public init(traces: Int, spans: Int) {
        self.traces = traces
        self.spans = spans
    }
}

public struct GarbageReceipt: Sendable, Equatable {
    public var contentsFreed: Int
    public var bytesFreed: Int64

    public init(contentsFreed: Int, bytesFreed: Int64) {
        self.contentsFreed = contentsFreed
        self.bytesFreed = bytesFreed
    }
}

public struct StoreStatistics: Sendable, Equatable {
    public var traces: Int64 = 0
    public var spans: Int64 = 0
    /// Distinct messages.
    public var messages: Int64 = 0
    public var nodes: Int64 = 0
    public var logs: Int64 = 0
    /// All files of the store together.
    public var bytesOnDisk: Int64 = 0
    /// Contents committed and not yet searchable.
    public var unindexedContents: Int64 = 0

    public init() {}
}

/// What began in one stretch of time.
public struct RollupBucket: Sendable, Equatable {
    public var start: Timestamp
    public var traces: Int64 = 0
    public var errors: Int64 = 0
    public var spans: Int64 = 0
    public var modelCalls: Int64 = 0
    public var inputTokens: Int64 = 0
    public var outputTokens: Int64 = 0
    public var cost: Double = 0
    public var durationP50Milliseconds: Double = 0
    public var durationP95Milliseconds: Double = 0

    public init(start: Timestamp) { self.start = start }
}
