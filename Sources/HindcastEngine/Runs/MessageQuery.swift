public import HindcastModel
import HindcastStore

/// Where a message stands among those of all steps.
public struct MessagePlace: Sendable {
    /// Its step.
    public let step: CallPlace
    /// Its place there.
    public let position: Int
}

/// Asks for a page of messages.
public struct MessageQuery: Sendable {
    /// Whose messages.
    public enum Source: Sendable {
        case step(SpanKey)
        case run(RunKey)
        /// Of every run of an agent.
        case agent(String)
        case project
    }

    public var source: Source
    public var isAscending: Bool
    public var after: MessagePlace?
    public var before: MessagePlace?
    public var limit: Int
    /// The conversations that are wanted, by session; nil for all.
    public var isWantedSession: (@Sendable (String?) -> Bool)?
    /// Messages that do not count.
    public var isWanted: (@Sendable (StepMessage) -> Bool)?

    /// A question about messages.
    public init(_ source: Source, isAscending: Bool, limit: Int) {
        self.source = source
        self.isAscending = isAscending
        self.limit = limit
        after = nil
        before = nil
        isWantedSession = nil
        isWanted = nil
    }
}
