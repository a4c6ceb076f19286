public import HindcastModel
public import HindcastStore

/// Asks for a page of steps. All conditions must hold.
public struct StepQuery: Sendable {
    /// What somebody thinks of a step.
    public enum Opinion: Sendable, Equatable {
        case positive, negative
        /// Either of them.
        case any
        case none
    }

    /// Which part of the list. With both places given, the page ends right in front of `before`.
    public var window: CallWindow
    /// Who took the step.
    public var agent: String?
    /// The exact model.
    public var model: String?
    /// Steps of these traces only.
    public var traces: [TraceID]?
    public var opinion: Opinion?
    /// At least one of these; empty for any.
    public var tags: Set<String>

    /// A question about steps.
    public init(window: CallWindow = CallWindow()) {
        self.window = window
        agent = nil
        model = nil
        traces = nil
        opinion = nil
        tags = []
    }

    /// Whether a condition is left that no store can evaluate.
    var needsLooking: Bool { agent != nil || opinion != nil || !tags.isEmpty }
}
