import HindcastJSON
public import HindcastModel
public import HindcastStore

extension Learning {
    /// Records a run. With a review it is `queued`, or `completed` when the review brings its lesson.
    ///
    /// Attempt and review go first, in one transaction, then the run in one commit; records show only with their run.
    public func submit(
        _ draft: AttemptDraft, project: ProjectID, author: Author
    ) async throws(LearningError) -> (trace: TraceID, state: Review.State) {
        try draft.check()
        let now = now
        let images = ImageExtraction(draft.messages)
        var conversation = ConversationDraft(
            traceID: .random(), name: draft.name, origin: draft.origin, created: now,
            messages: images.messages.enumerated().map { .init(number: $0, message: $1) })
        conversation.metadata = draft.metadata
        conversation.images = images.found
        var push = PushRecords(project: project)
        push.attempts = [draft.attempt(conversation.traceID, project: project, time: now)]
        let review = draft.review.map {
            $0.review(of: conversation.traceID, project: project, mode: .inline, author: author, time: now)
        }
        push.reviews = review.map { [$0] } ?? []
        do {
            _ = try await records.push(push)
            try await conversations.sink.record(
                [conversation], project: project, payloadBytes: draft.payloadBytes)
        } catch {
            throw LearningError(error)
        }
        return (conversation.traceID, await begin(review))
    }

    /// A lesson that is written needs nobody's help; any other review is worked on in the background. So is one whose
    /// vector cannot be made now.
    private func begin(_ review: Review?) async -> Review.State {
        guard let review else { return .completed }
        if review.lesson != nil {
            do throws(LearningError) {
                if try await learn(review) != nil { return .completed }
            } catch {
                // It stays in the line, where the reason will be told.
            }
        }
        await queue.wake()
        return .queued
    }

    /// A run of any door. Nil when the trace is unknown.
    public func run(_ trace: TraceID, project: ProjectID) async throws(LearningError) -> LearningRun? {
        do {
            return try await run(
                trace, project, stored: try await records.attempt(of: trace, project: project))
        } catch {
            throw .store(error)
        }
    }

    private func run(
        _ trace: TraceID, _ project: ProjectID, stored: ReviewedAttempt?
    ) async throws(StoreError) -> LearningRun? {
        let reading = try await work.reading.read(trace, project: project, stored: stored?.attempt)
        guard let reading else { return nil }
        var attempt = reading.attempt
        attempt.finalResponse = attempt.finalResponse ?? reading.evidence.finalResponse
        return LearningRun(
            attempt: attempt, review: stored?.review, messages: reading.content.messages,
            metadata: reading.content.metadata, name: reading.content.trace.name)
    }

    /// Runs that were told as attempts, and those of other doors that were reviewed; newest first.
    public func runs(
        _ query: AttemptQuery, project: ProjectID
    ) async throws(LearningError) -> Page<LearningRun> {
        do {
            let page = try await records.attempts(query, project: project)
            var runs: [LearningRun] = []
            for item in page.items {
                if let run = try await run(item.attempt.trace, project, stored: item) { runs.append(run) }
            }
            return Page(items: runs, next: page.next)
        } catch {
            throw .store(error)
        }
    }
}

extension AttemptDraft {
    fileprivate func check() throws(LearningError) {
        guard !task.isEmpty, task.utf8.count <= LearningLimits.taskBytesMax else {
            throw .refused("A task has 1 to \(LearningLimits.taskBytesMax) bytes.")
        }
        guard memories.count <= LearningLimits.namedMemoriesMax,
            used?.count ?? 0 <= LearningLimits.namedMemoriesMax
        else { throw .refused("A run names at most \(LearningLimits.namedMemoriesMax) memories.") }
        try review?.check()
    }

    fileprivate func attempt(_ trace: TraceID, project: ProjectID, time: Timestamp) -> Attempt {
        var attempt = Attempt(project: project, trace: trace, task: task, created: time)
        attempt.finalResponse = finalResponse ?? RunEvidence(messages).finalResponse
        attempt.model = model
        attempt.memories = memories
        attempt.used = used
        attempt.extras = extras
        return attempt
    }

    /// The first line of the task.
    fileprivate var name: String {
        let line = task.split(whereSeparator: \.isNewline).first { !$0.allSatisfy(\.isWhitespace) } ?? ""
        return line.count > LearningLimits.nameCharactersMax
            ? line.prefix(LearningLimits.nameCharactersMax - 1) + "…" : String(line)
    }
}

extension ReviewDraft {
    func check() throws(LearningError) {
        if let step, !(0...1).contains(step) {
            throw .refused("A step of \(step) is out of range: give 0 to 1.")
        }
        guard feedback?.utf8.count ?? 0 <= LearningLimits.feedbackBytesMax else {
            throw .refused("A comment has at most \(LearningLimits.feedbackBytesMax) bytes.")
        }
        try lesson?.check()
    }

    func review(
        of trace: TraceID, project: ProjectID, mode: Review.Mode, author: Author, time: Timestamp,
        id: RecordID = .random()
    ) -> Review {
        var review = Review(
            id: id, project: project, trace: trace, verdict: verdict, mode: mode, author: author,
            created: time)
        review.feedback = feedback
        review.step = step
        review.lesson = lesson
        return review
    }
}

extension Lesson {
    func check() throws(LearningError) {
        let texts = [reflection, summary, keyMistake, correctAction, guidance, generator] + applicableTools
        guard texts.reduce(0, { $0 + $1.utf8.count }) <= LearningLimits.lessonBytesMax else {
            throw .refused("A lesson has at most \(LearningLimits.lessonBytesMax) bytes.")
        }
    }
}
