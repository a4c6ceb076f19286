/// A verdict on a run. A run has one review; a changed verdict is a correction of it.
public struct Review: Sendable, Equatable {
    /// How it came.
    public enum Mode: String, Sendable {
        /// With the run; processed in the background.
        case inline
        /// Later; processed before it is answered.
        case deferred
    }

    /// How far it is on its way to a memory.
    public enum State: String, Sendable {
        case queued, processing, completed, failed
    }

    public let id: RecordID
    public var project: ProjectID
    public var trace: TraceID
    public var verdict: Verdict
    public var feedback: String?
    /// The step size (alpha) it asks for, 0...1; nil takes the project's.
    public var step: Double?
    public var mode: Mode
    /// The lesson its author wrote; nil lets the house write one.
    public var lesson: Lesson?
    public var author: Author
    public var created: Timestamp

    public var state: State
    /// How often processing was begun.
    public var attempts: Int
    /// Why the last attempt failed.
    public var lastError: String?
    /// The memory it made. Nil until `completed`.
    public var memory: RecordID?
    /// What was odd about it: memories that are not known.
    public var warnings: [String]

    /// A review that was just given.
    public init(
        id: RecordID, project: ProjectID, trace: TraceID, verdict: Verdict, mode: Mode, author: Author,
        created: Timestamp
    ) {
        self.id = id
        self.project = project
        self.trace = trace
        self.verdict = verdict
        self.mode = mode
        self.author = author
        self.created = created
        state = .queued
        attempts = 0
        warnings = []
    }
}
