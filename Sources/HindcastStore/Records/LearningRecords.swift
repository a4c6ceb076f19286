public import HindcastModel

/// Attempts and their reviews: runs on their way to a memory.
///
/// Both name a trace and follow the rules for records of a trace. `PushRecords` writes the first ones of a run.
public protocol LearningRecords: Sendable {
    func attempt(of trace: TraceID, project: ProjectID) async throws(StoreError) -> ReviewedAttempt?

    /// Newest first; what was written at one time, by trace.
    func attempts(_ query: AttemptQuery, project: ProjectID) async throws(StoreError) -> Page<ReviewedAttempt>

    /// Reviews of all projects that are `queued` or `processing`, and whose trace is there, in the order in which they
    /// were stored. `processing` ones are those of a process that ended: one process works on them at a time.
    func waitingReviews(limit: Int) async throws(StoreError) -> [Review]

    /// Marks reviews as `processing` and counts the attempt, before the work begins.
    /// - Returns: those that are still waiting, as they are now.
    func beginReviews(_ ids: [RecordID]) async throws(StoreError) -> [Review]

    /// Puts a review back into the line, or ends it as `failed`, with the reason.
    func endReview(_ id: RecordID, as state: Review.State, error: String) async throws(StoreError)

    /// What processing made of reviews: review, memory, vector and every value it moves, all in one transaction.
    ///
    /// - A run moves a memory's value at most once, however often it is told; a `correction` takes back what the run
    ///   had moved before it moves anew. Memories that are unknown, of another project or deleted move nothing and are
    ///   named in the review's warnings.
    /// - A run whose review is `completed` keeps it unless this is a correction.
    /// - A run that is gone learns nothing: its answer is nil.
    /// - Returns: an answer for each, in their order.
    func learn(_ reviews: [LearnedReview]) async throws(StoreError) -> [LearningReceipt?]

    func learningSettings(_ project: ProjectID) async throws(StoreError) -> LearningSettings
    func setLearningSettings(_ settings: LearningSettings, project: ProjectID) async throws(StoreError)
}

/// An attempt with the review of its run.
public struct ReviewedAttempt: Sendable, Equatable {
    public var attempt: Attempt
    public var review: Review?

    public init(attempt: Attempt, review: Review?) {
        self.attempt = attempt
        self.review = review
    }
}

/// Which attempts are listed.
public struct AttemptQuery: Sendable {
    /// Whether the review is `completed`; nil lists all.
    public var isReviewed: Bool?
    public var limit: Int
    /// From an earlier page.
    public var cursor: String?

    public init(isReviewed: Bool? = nil, limit: Int = 50, cursor: String? = nil) {
        self.isReviewed = isReviewed
        self.limit = limit
        self.cursor = cursor
    }
}

/// A review that was worked on.
public struct LearnedReview: Sendable {
    /// As it shall be stored, `completed`. It takes the place of the waiting one of its id, or is new.
    public var review: Review
    /// Stored if the run has none yet: runs that came by other doors.
    public var attempt: Attempt?
    /// The memory it makes, new; for a correction the one of the first review, of which lesson and verdict count. One
    /// that was deleted meanwhile does not come back.
    public var memory: Memory?
    /// Of a new memory.
    public var vector: MemoryVector?
    public var credits: [Credit]
    /// Whether the verdict of a completed review changes.
    public var isCorrection: Bool

    public init(review: Review, attempt: Attempt? = nil, memory: Memory? = nil, vector: MemoryVector? = nil) {
        self.review = review
        self.attempt = attempt
        self.memory = memory
        self.vector = vector
        credits = []
        isCorrection = false
    }
}

/// What became of a review that was worked on.
public struct LearningReceipt: Sendable, Equatable {
    /// As it is stored now. Not the one given when the run had a completed one already.
    public var review: Review
    /// What was taken back and what was moved, in the order of the ledgers; empty when nothing moved. The first entry
    /// of a new memory is not among them.
    public var changes: [QChange]

    public init(review: Review, changes: [QChange]) {
        self.review = review
        self.changes = changes
    }
}
