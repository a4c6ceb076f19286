public import HindcastJSON
public import HindcastModel

/// A memory that somebody writes down without a run.
public struct MemoryDraft: Sendable, Equatable {
    public var task: String
    public var lesson: Lesson
    public var verdict: Verdict?
    public var toolsUsed: [String]
    public var metadata: JSONObject
    /// Its value; nil takes that of a new memory by the project's policy.
    public var q: Double?

    public init(task: String, lesson: Lesson, verdict: Verdict? = nil) {
        self.task = task
        self.lesson = lesson
        self.verdict = verdict
        toolsUsed = []
        metadata = JSONObject()
    }
}

/// What of a memory is to be changed; nil leaves it.
public struct MemoryEdit: Sendable, Equatable {
    public var task: String?
    public var lesson: Lesson?
    public var metadata: JSONObject?
    public var isPinned: Bool?

    public init(task: String? = nil, lesson: Lesson? = nil) {
        self.task = task
        self.lesson = lesson
    }
}

/// What an import did.
public struct ImportReceipt: Sendable, Equatable {
    /// Memories that are new.
    public var added: Int
    /// Memories whose id was stored already, here or in another project; they stay as they are.
    public var known: Int
}
