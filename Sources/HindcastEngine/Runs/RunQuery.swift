import HindcastModel
public import HindcastStore

/// Asks for a page of runs. All conditions must hold.
public struct RunQuery: Sendable {
    /// Which part of the list. A run stands where its first model call stands; one without any is not listed.
    public var window: CallWindow
    /// Any of these; nil for all.
    public var agents: Set<String>?
    /// Any of these; nil for all.
    public var states: Set<RunState>?
    public var ending: StepEnding?
    /// The conversations that are wanted, by session; nil for all.
    public var isWantedSession: (@Sendable (String?) -> Bool)?

    /// A question about runs.
    public init(window: CallWindow = CallWindow()) {
        self.window = window
        agents = nil
        states = nil
        ending = nil
        isWantedSession = nil
    }
}
