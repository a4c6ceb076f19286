public import HindcastJSON
public import HindcastModel

/// A run as an attempt with all that is known of it, whichever door recorded it.
public struct LearningRun: Sendable {
    /// As it was told, or as it follows from the run.
    public var attempt: Attempt
    public var review: Review?
    /// The run as a chat, in its order.
    public var messages: [JSON]
    /// What its sender attached, and people since.
    public var metadata: JSONObject
    /// The name that lists show.
    public var name: String
}
