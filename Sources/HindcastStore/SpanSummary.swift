public import HindcastModel

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
    /// US dollars; nil when no price is known.
    public var cost: Double?
    public var agentName: String?
    /// False for a model call that another span also reports.
    public var isCounted: Bool
    /// Where the path of what the model saw ends; nil when it told none.
    public var input: NodeID?
    /// Where the path of its answer ends; nil when it told none.
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
