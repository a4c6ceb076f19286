public import HindcastModel

/// Asks for a page of a project's model calls. All conditions must hold.
public struct CallQuery: Sendable {
    /// Which part of the list.
    public var window: CallWindow
    /// The exact model; nil for any.
    public var model: String?
    /// The exact name of the agent that the call itself tells; nil for any.
    public var agent: String?
    /// Calls of these traces only; nil for all, empty for none.
    public var traces: [TraceID]?

    /// A question about model calls.
    public init(
        window: CallWindow = CallWindow(), model: String? = nil, agent: String? = nil,
        traces: [TraceID]? = nil
    ) {
        self.window = window
        self.model = model
        self.agent = agent
        self.traces = traces
    }
}
