public import HindcastJSON

/// A lesson and what it has been worth: agents are given it for tasks like its own, and outcomes move its value.
public struct Memory: Sendable, Equatable {
    public let id: RecordID
    public var project: ProjectID
    /// The task it was learned at; what later tasks are compared with.
    public var task: String
    /// The memory that stands for all of one task, by the policy `memrl`; its own id when that is this one.
    public var intent: RecordID
    public var lesson: Lesson
    /// How the run ended that it was learned from; nil for one that nobody judged.
    public var verdict: Verdict?
    /// The run it was learned from, which may have been deleted since.
    public var trace: TraceID?
    /// Tools that the run called.
    public var toolsUsed: [String]
    /// The run's metadata, for queries that name some.
    public var metadata: JSONObject
    /// Its value, 0...1 under the policy `reflect`. Only `QChange`s move it.
    public var q: Double
    /// Never drops out of an answer for want of value, and is not merged away.
    public var isPinned: Bool
    /// Since when agents are not given it any more. Its history stays.
    public var retired: Timestamp?
    /// The memory that took its place.
    public var mergedInto: RecordID?
    public var author: Author
    public var created: Timestamp
    /// When anything but its value was last changed.
    public var updated: Timestamp

    /// A memory that was just made.
    public init(
        id: RecordID, project: ProjectID, task: String, lesson: Lesson, verdict: Verdict?, q: Double,
        author: Author, created: Timestamp
    ) {
        self.id = id
        self.project = project
        self.task = task
        intent = id
        self.lesson = lesson
        self.verdict = verdict
        self.q = q
        self.author = author
        self.created = created
        toolsUsed = []
        metadata = JSONObject()
        isPinned = false
        updated = created
    }
}
