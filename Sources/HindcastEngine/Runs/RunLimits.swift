/// Bounds of reading runs, each with its reason.
public enum RunLimits {
    /// Model calls looked at in one go when a condition must be checked call by call. Each brings its trace's outline
    /// along, so a larger portion mostly costs memory.
    static let portionCallsMax = 200
    /// Messages are cut from the calls of a run a few at a time: a step has at least one, mostly two or three.
    static let portionStepsMax = 32
    /// Silence after which a run without an ended root counts as over: longer than a model thinks between two spans.
    static let idleNanosecondsMax: Int64 = 60_000_000_000
    /// The longest value of a root span that is shown as metadata of the run; longer ones are conversations, which the
    /// run's messages tell.
    static let metadataValueBytesMax = 1024
    /// Newest model calls from which the models of a project are told.
    static let recentCallsMax = 1000
    /// Newest traces from which the tags of a project are told.
    static let recentTracesMax = 1000
    /// Who acts when neither a call nor anything around it names an agent.
    public static let unnamedAgent = "default"
}
