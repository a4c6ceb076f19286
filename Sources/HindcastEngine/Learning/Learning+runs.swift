public import HindcastModel
public import HindcastStore

extension Learning {
    /// Records a run. With a review it is `queued`, or `completed` when the review brings its lesson.
    public func submit(
        _ draft: AttemptDraft, project: ProjectID, author: Author
    ) async throws(LearningError) -> (trace: TraceID, state: Review.State) {
        throw .refused("under construction")
    }

    /// A run of any door. Nil when the trace is unknown.
    public func run(_ trace: TraceID, project: ProjectID) async throws(LearningError) -> LearningRun? {
        throw .refused("under construction")
    }

    /// Runs that were told as attempts, and those of other doors that were reviewed; newest first.
    public func runs(
        _ query: AttemptQuery, project: ProjectID
    ) async throws(LearningError) -> Page<LearningRun> {
        throw .refused("under construction")
    }

    /// Reviews a run of any door, and answers when its memory is made. Nil when the trace is unknown.
    ///
    /// The same verdict once more answers what is stored.
    /// - Throws: `LearningError.conflict` when the run has another verdict.
    public func review(
        _ draft: ReviewDraft, of trace: TraceID, project: ProjectID, author: Author
    ) async throws(LearningError) -> ReviewedAttempt? {
        throw .refused("under construction")
    }

    /// Replaces the verdict of a run: takes back what it had moved, and moves anew. The audit record tells of it.
    /// - Parameter actor: who, for the audit record.
    public func correct(
        _ draft: ReviewDraft, of trace: TraceID, project: ProjectID, author: Author, actor: String
    ) async throws(LearningError) -> ReviewedAttempt? {
        throw .refused("under construction")
    }
}
