import HindcastModel
import HindcastStore

/// Reads and writes `reviews`.
struct ReviewTable {
    let connection: Connection

    static func columns(of alias: String) -> String {
        [
            "record", "project", "trace", "state", "attempts", "error", "verdict", "feedback", "step", "mode",
            "lesson",
            "author", "author_key", "created", "memory", "warnings",
        ].map { "\(alias).\($0)" }.joined(separator: ", ")
    }

    /// As the index `reviews_waiting` says it.
    private static let waits = "state IN ('queued', 'processing')"

    /// A review whose trace has one already stays as it is.
    /// - Returns: whether it was new.
    func insert(_ review: Review) throws(StoreError) -> Bool {
        let insert = try connection.statement(
            """
            INSERT INTO reviews(record, project, trace, state, attempts, error, verdict, feedback, step, mode, lesson,
                author, author_key, created, memory, warnings)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16) ON CONFLICT DO NOTHING
            """)
        bind(review, to: insert)
        try insert.run()
        return connection.changeCount > 0
    }

    /// Puts a review in the place of the one its run has, if it has one.
    func put(_ review: Review) throws(StoreError) {
        let delete = try connection.statement("DELETE FROM reviews WHERE project = ?1 AND trace = ?2")
        delete.bind(1, review.project.value)
        delete.bind(2, review.trace.bytes)
        try delete.run()
        guard try insert(review) else {
            throw .refused("Review \(review.id) is of another run than \(review.trace).")
        }
    }

    private func bind(_ review: Review, to statement: Statement) {
        statement.bind(1, review.id.bytes)
        statement.bind(2, review.project.value)
        statement.bind(3, review.trace.bytes)
        statement.bind(4, review.state.rawValue)
        statement.bind(5, review.attempts)
        statement.bind(6, review.lastError)
        statement.bind(7, review.verdict.rawValue)
        statement.bind(8, review.feedback)
        statement.bind(9, review.step)
        statement.bind(10, review.mode.rawValue)
        statement.bind(11, review.lesson?.columnText)
        statement.bind(12, review.author.name)
        statement.bind(13, review.author.key)
        statement.bind(14, review.created.nanoseconds)
        statement.bind(15, review.memory?.bytes)
        statement.bind(16, Labels.ordered(review.warnings))
    }

    /// Of a trace that is there.
    func find(_ trace: TraceID, project: ProjectID) throws(StoreError) -> Review? {
        let load = try connection.statement(
            """
            SELECT \(Self.columns(of: "r")) FROM reviews r
            WHERE r.project = ?1 AND r.trace = ?2 AND \(TraceRecords.isThere)
            """)
        load.bind(1, project.value)
        load.bind(2, trace.bytes)
        return try all(load).first
    }

    func waiting(limit: Int) throws(StoreError) -> [Review] {
        let load = try connection.statement(
            """
            SELECT \(Self.columns(of: "r")) FROM reviews r INDEXED BY reviews_waiting
            WHERE r.\(Self.waits) AND \(TraceRecords.isThere) ORDER BY r.id LIMIT ?1
            """)
        load.bind(1, min(max(limit, 0), StoreLimits.pageMax))
        return try all(load)
    }

    /// Nil unless it waits.
    func begin(_ id: RecordID) throws(StoreError) -> Review? {
        let update = try connection.statement(
            """
            UPDATE reviews AS r SET state = 'processing', attempts = attempts + 1
            WHERE r.record = ?1 AND r.\(Self.waits) AND \(TraceRecords.isThere)
            """)
        update.bind(1, id.bytes)
        try update.run()
        guard connection.changeCount > 0 else { return nil }
        let load = try connection.statement(
            "SELECT \(Self.columns(of: "r")) FROM reviews r WHERE r.record = ?1")
        load.bind(1, id.bytes)
        return try all(load).first
    }

    /// Changes nothing unless it waits.
    func end(_ id: RecordID, as state: Review.State, error: String) throws(StoreError) {
        let update = try connection.statement(
            """
            UPDATE reviews AS r SET state = ?2, error = ?3
            WHERE r.record = ?1 AND r.\(Self.waits) AND \(TraceRecords.isThere)
            """)
        update.bind(1, id.bytes)
        update.bind(2, state.rawValue)
        update.bind(3, error)
        try update.run()
    }

    private func all(_ load: Statement) throws(StoreError) -> [Review] {
        defer { load.reset() }
        var found: [Review] = []
        while try load.step() { found.append(try review(load, from: 0)) }
        return found
    }

    /// - Parameter first: where `columns` begin.
    func review(_ row: Statement, from first: Int32) throws(StoreError) -> Review {
        guard let id = row.recordID(first), let trace = TraceID(bytes: row.blob(first + 2)),
            let state = Review.State(rawValue: row.text(first + 3)),
            let verdict = Verdict(rawValue: row.text(first + 6)),
            let mode = Review.Mode(rawValue: row.text(first + 9))
        else { throw .corrupt("A review is damaged. Restore a backup.") }
        var review = Review(
            id: id, project: ProjectID(row.int64(first + 1)), trace: trace, verdict: verdict, mode: mode,
            author: Author(name: row.text(first + 11), key: row.optionalInt64(first + 12)),
            created: Timestamp(nanoseconds: row.int64(first + 13)))
        review.state = state
        review.attempts = row.int(first + 4)
        review.lastError = row.optionalText(first + 5)
        review.feedback = row.optionalText(first + 7)
        review.step = row.optionalDouble(first + 8)
        review.lesson = row.optionalText(first + 10).map { Lesson(columnText: $0) }
        review.memory = row.recordID(first + 14)
        review.warnings = Labels.tags(parsing: row.text(first + 15))
        return review
    }
}
