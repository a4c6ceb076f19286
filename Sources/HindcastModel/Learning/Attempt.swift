public import HindcastJSON

/// A run as an attempt at a task: what was asked, which memories it was given, what it answered. The messages are the
/// trace.
public struct Attempt: Sendable, Equatable {
    public var project: ProjectID
    public var trace: TraceID
    public var task: String
    /// Nil when the run answered nothing.
    public var finalResponse: String?
    public var model: String?
    /// The memories it was given, as its client named them: one that is unknown is kept and moves nothing.
    public var memories: [String]
    /// Those it said it used; nil when it said nothing.
    public var used: [String]?
    /// What a dialect tells beyond that, under the product's name.
    public var extras: JSONObject
    public var created: Timestamp

    public init(project: ProjectID, trace: TraceID, task: String, created: Timestamp) {
        self.project = project
        self.trace = trace
        self.task = task
        self.created = created
        memories = []
        extras = JSONObject()
    }
}
