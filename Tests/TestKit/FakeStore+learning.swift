public import HindcastModel
public import HindcastStore

extension FakeStore {
    static func insert(
        _ attempts: [Attempt], _ reviews: [Review], _ state: inout State
    ) throws(StoreError) {
        for attempt in attempts {
            let key = TraceKey(project: attempt.project, trace: attempt.trace)
            if state.attempts[key] == nil { state.attempts[key] = attempt }
        }
        for review in reviews {
            try LearningRules.check(review)
            let isKnown = state.reviews.contains {
                $0.id == review.id || ($0.project == review.project && $0.trace == review.trace)
            }
            if !isKnown { state.reviews.append(review) }
        }
    }

    public func attempt(of trace: TraceID, project: ProjectID) async throws(StoreError) -> ReviewedAttempt? {
        try locked { state throws(StoreError) in
            guard Self.isThere(trace, project, state),
                let attempt = state.attempts[TraceKey(project: project, trace: trace)]
            else { return nil }
            return Self.reviewed(attempt, state)
        }
    }

    public func attempts(
        _ query: AttemptQuery, project: ProjectID
    ) async throws(StoreError) -> Page<ReviewedAttempt> {
        try locked { state throws(StoreError) in
            let found = state.attempts.values
                .filter { $0.project == project && Self.isThere($0.trace, project, state) }
                .map { Self.reviewed($0, state) }
                .filter { attempt in
                    query.isReviewed.map { $0 == (attempt.review?.state == .completed) } ?? true
                }
            let sorted = found.sorted {
                ($0.attempt.created, $0.attempt.trace) > ($1.attempt.created, $1.attempt.trace)
            }
            return try Self.page(sorted, limit: query.limit, cursor: query.cursor)
        }
    }

    private static func reviewed(_ attempt: Attempt, _ state: State) -> ReviewedAttempt {
        let review = index(of: attempt.trace, attempt.project, state).map { state.reviews[$0] }
        return ReviewedAttempt(attempt: attempt, review: review)
    }

    private static func index(of trace: TraceID, _ project: ProjectID, _ state: State) -> Int? {
        state.reviews.firstIndex { $0.project == project && $0.trace == trace }
    }

    private static func waits(_ review: Review, _ state: State) -> Bool {
        (review.state == .queued || review.state == .processing)
            && isThere(review.trace, review.project, state)
    }

    public func waitingReviews(limit: Int) async throws(StoreError) -> [Review] {
        try locked { state throws(StoreError) in
            let limit = min(max(limit, 0), StoreLimits.pageMax)
            return Array(state.reviews.filter { Self.waits($0, state) }.prefix(limit))
        }
    }

    public func beginReviews(_ ids: [RecordID]) async throws(StoreError) -> [Review] {
        try locked { state throws(StoreError) in
            var begun: [Review] = []
            for id in ids {
                guard let index = state.reviews.firstIndex(where: { $0.id == id }),
                    Self.waits(state.reviews[index], state)
                else { continue }
                state.reviews[index].state = .processing
                state.reviews[index].attempts += 1
                begun.append(state.reviews[index])
            }
            return begun
        }
    }

    public func endReview(
        _ id: RecordID, as end: Review.State, error: String
    ) async throws(StoreError) {
        try locked { state throws(StoreError) in
            guard end == .queued || end == .failed else { throw .refused("A review cannot end so.") }
            guard let index = state.reviews.firstIndex(where: { $0.id == id }),
                Self.waits(state.reviews[index], state)
            else { return }
            state.reviews[index].state = end
            state.reviews[index].lastError = error
        }
    }

    public func learn(_ reviews: [LearnedReview]) async throws(StoreError) -> [LearningReceipt?] {
        try locked { state throws(StoreError) in
            var next = state
            var receipts: [LearningReceipt?] = []
            for review in reviews { receipts.append(try Self.learn(review, &next)) }
            state = next
            return receipts
        }
    }

    private static func learn(
        _ learned: LearnedReview, _ state: inout State
    ) throws(StoreError) -> LearningReceipt? {
        var review = learned.review
        guard isThere(review.trace, review.project, state) else { return nil }
        let known = index(of: review.trace, review.project, state)
        if !learned.isCorrection, let known, state.reviews[known].state == .completed {
            return LearningReceipt(review: state.reviews[known], changes: [])
        }
        try LearningRules.check(review)
        if let attempt = learned.attempt { try insert([attempt], [], &state) }
        if let memory = learned.memory { try keep(memory, of: learned, &state) }
        var changes = learned.isCorrection ? takeBackMoves(of: review, &state) : []
        for credit in learned.credits {
            try LearningRules.check(credit)
            guard let place = place(of: credit.memory, review.project, state) else {
                let warning = LearningRules.warning(unknown: credit.memory)
                if !review.warnings.contains(warning) { review.warnings.append(warning) }
                continue
            }
            if let change = move(place, credit, for: review, &state) { changes.append(change) }
        }
        review.state = .completed
        if let known { state.reviews.remove(at: known) }
        guard !state.reviews.contains(where: { $0.id == review.id }) else {
            throw .refused("The review is of another run.")
        }
        state.reviews.append(review)
        return LearningReceipt(review: review, changes: changes)
    }

    private static func keep(
        _ memory: Memory, of learned: LearnedReview, _ state: inout State
    ) throws(StoreError) {
        guard let place = place(of: memory.id, memory.project, state) else {
            if !learned.isCorrection { _ = try insert(NewMemory(memory, vector: learned.vector), &state) }
            return
        }
        guard learned.isCorrection else { return }
        state.memories[place].memory.lesson = memory.lesson
        state.memories[place].memory.verdict = memory.verdict
        state.memories[place].memory.updated = memory.updated
    }

    private static func takeBackMoves(of review: Review, _ state: inout State) -> [QChange] {
        let moves = state.ledger.filter { change in
            change.cause == .review && !change.isUndone && change.trace == review.trace
                && place(of: change.memory, review.project, state) != nil
        }
        return moves.compactMap { takeBack($0, author: review.author, at: review.created, &state) }
    }

    private static func move(
        _ place: Int, _ credit: Credit, for review: Review, _ state: inout State
    ) -> QChange? {
        let isMoved = state.ledger.contains {
            $0.memory == credit.memory && $0.trace == review.trace && $0.cause == .review && !$0.isUndone
        }
        if isMoved { return nil }
        let q = state.memories[place].memory.q
        let after = QChange.moved(q, towards: credit.reward, by: credit.step, floor: credit.floor)
        state.memories[place].memory.q = after
        return note(
            QChange(
                memory: credit.memory, cause: .review, trace: review.trace, reward: credit.reward,
                step: credit.step, floor: credit.floor, before: q, after: after, author: review.author,
                time: review.created), &state)
    }

    public func learningSettings(_ project: ProjectID) async throws(StoreError) -> LearningSettings {
        try locked { state throws(StoreError) in state.learningSettings[project] ?? LearningSettings() }
    }

    public func setLearningSettings(
        _ settings: LearningSettings, project: ProjectID
    ) async throws(StoreError) {
        try locked { state throws(StoreError) in
            try LearningRules.check(settings)
            state.learningSettings[project] = settings
        }
    }
}
