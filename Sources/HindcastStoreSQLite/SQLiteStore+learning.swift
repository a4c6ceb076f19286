public import HindcastModel
public import HindcastStore

extension SQLiteStore {
    public func attempt(of trace: TraceID, project: ProjectID) async throws(StoreError) -> ReviewedAttempt? {
        try await read { reader throws(StoreError) in
            try AttemptTable(connection: reader.connection).find(trace, project: project)
        }
    }

    public func attempts(
        _ query: AttemptQuery, project: ProjectID
    ) async throws(StoreError) -> Page<ReviewedAttempt> {
        try await read { reader throws(StoreError) in
            try AttemptTable(connection: reader.connection).page(query, project: project)
        }
    }

    public func waitingReviews(limit: Int) async throws(StoreError) -> [Review] {
        try await read { reader throws(StoreError) in
            try ReviewTable(connection: reader.connection).waiting(limit: limit)
        }
    }

    public func beginReviews(_ ids: [RecordID]) async throws(StoreError) -> [Review] {
        try await change { writer throws(StoreError) in
            let table = ReviewTable(connection: writer.connection)
            var begun: [Review] = []
            for id in ids {
                if let review = try table.begin(id) { begun.append(review) }
            }
            return begun
        }
    }

    public func endReview(
        _ id: RecordID, as state: Review.State, error: String
    ) async throws(StoreError) {
        guard state == .queued || state == .failed else {
            throw .refused("A review ends as queued or failed, not as \(state.rawValue).")
        }
        try await change { writer throws(StoreError) in
            try ReviewTable(connection: writer.connection).end(id, as: state, error: error)
        }
    }

    public func learn(_ reviews: [LearnedReview]) async throws(StoreError) -> [LearningReceipt?] {
        try await change { writer throws(StoreError) in
            var receipts: [LearningReceipt?] = []
            for review in reviews { receipts.append(try writer.learn(review)) }
            return receipts
        }
    }

    public func learningSettings(_ project: ProjectID) async throws(StoreError) -> LearningSettings {
        try await read { reader throws(StoreError) in
            try LearningTable(connection: reader.connection).settings(project)
        }
    }

    public func setLearningSettings(
        _ settings: LearningSettings, project: ProjectID
    ) async throws(StoreError) {
        try await change { writer throws(StoreError) in
            try LearningTable(connection: writer.connection).set(settings, project: project)
        }
    }
}
