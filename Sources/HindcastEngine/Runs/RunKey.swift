public import HindcastModel

/// Names a run: what one outermost agent did in a trace, or what happened there outside of every agent.
public struct RunKey: Hashable, Sendable {
    /// Where it happened.
    public let trace: TraceID
    /// The outermost agent span; nil for what no agent span covers.
    public let agentSpan: SpanID?

    /// The name of a run.
    public init(trace: TraceID, agentSpan: SpanID?) {
        self.trace = trace
        self.agentSpan = agentSpan
    }
}
