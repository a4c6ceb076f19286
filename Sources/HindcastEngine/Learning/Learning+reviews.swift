public import HindcastModel
public import HindcastStore

extension Learning {
    /// Reviews a run of any door, and answers when its memory is made. Nil when the trace is unknown.
    ///
    /// The same verdict once more answers what is stored; a review that waits or failed is worked on now.
    /// - Throws: `LearningError.conflict` when the run has another verdict.
    public func review(
        _ draft: ReviewDraft, of trace: TraceID, project: ProjectID, author: Author
    ) async throws(LearningError) -> ReviewedAttempt? {
        try draft.check()
        let turn = TraceTurn(project: project, trace: trace)
        return try await Self.inTurn(reviewTurns, turn) {
            let stored = try await self.records.attempt(of: trace, project: project)
            if let review = stored?.review, review.state != .failed {
                guard review.verdict == draft.verdict else {
                    throw LearningError.conflict(
                        "The run was reviewed as \(review.verdict.rawValue) already. A correction changes that."
                    )
                }
                if review.state == .completed { return stored }
                return try await self.learn(review)
            }
            return try await self.learn(
                draft.review(
                    of: trace, project: project, mode: .deferred, author: author, time: self.now,
                    id: stored?.review?.id ?? .random()))
        }
    }

    /// Replaces the verdict of a run: takes back what it had moved, and moves anew. The audit record tells of it. Nil
    /// when the trace is unknown.
    /// - Parameter actor: who, for the audit record.
    public func correct(
        _ draft: ReviewDraft, of trace: TraceID, project: ProjectID, author: Author, actor: String
    ) async throws(LearningError) -> ReviewedAttempt? {
        try draft.check()
        let turn = TraceTurn(project: project, trace: trace)
        return try await Self.inTurn(reviewTurns, turn) {
            while true {
                let stored = try await self.records.attempt(of: trace, project: project)?.review
                let answer = try await self.replace(
                    stored, by: draft, of: trace, project: project, author: author)
                guard let told = answer?.review else { return nil }
                // The queue may have completed the review that was to be replaced while it waited; then once more.
                guard stored?.state == .completed || draft.isTold(by: told) else { continue }
                let before = stored?.verdict.rawValue ?? "none"
                try await self.audit(
                    "review.correct", "trace \(trace): \(before) to \(told.verdict.rawValue)", actor)
                return answer
            }
        }
    }

    private func replace(
        _ stored: Review?, by draft: ReviewDraft, of trace: TraceID, project: ProjectID, author: Author
    ) async throws -> ReviewedAttempt? {
        var review = draft.review(
            of: trace, project: project, mode: stored?.mode ?? .deferred, author: author, time: now,
            id: stored?.id ?? .random())
        // What a correction does not name stays.
        review.feedback = draft.feedback ?? stored?.feedback
        review.step = draft.step ?? stored?.step
        review.memory = stored?.memory
        review.attempts = stored?.attempts ?? 0
        var former: Memory?
        if let id = stored?.memory { former = try await records.memories([id], project: project)[id] }
        // A review that is not completed has moved nothing yet: then this one is simply the first.
        return try await learn(review, isCorrection: stored?.state == .completed, former: former)
    }

    /// Works on a review at once. Nil when the run is gone.
    @discardableResult
    func learn(
        _ review: Review, isCorrection: Bool = false, former: Memory? = nil
    ) async throws(LearningError) -> ReviewedAttempt? {
        let prepared = try await work.prepare(review, isCorrection: isCorrection, former: former)
        guard let prepared, try await work.store([prepared]).first != nil else { return nil }
        do {
            return try await records.attempt(of: review.trace, project: review.project)
        } catch {
            throw .store(error)
        }
    }
}

extension ReviewDraft {
    /// Whether a stored review says all that this one names.
    fileprivate func isTold(by review: Review) -> Bool {
        verdict == review.verdict && feedback ?? review.feedback == review.feedback
            && step ?? review.step == review.step && lesson ?? review.lesson == review.lesson
    }
}
