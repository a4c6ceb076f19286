import HindcastJSON
import HindcastModel
import HindcastStore

/// Reads and writes `attempts`. The column `reviewed` repeats whether the review is completed, for lists.
struct AttemptTable {
    let connection: Connection

    private static let columns = """
        SELECT r.project, r.trace, r.created, r.task, r.response, r.model, r.memories, r.used, r.extras,
            \(ReviewTable.columns(of: "w"))
        FROM attempts r LEFT JOIN reviews w ON w.project = r.project AND w.trace = r.trace
        """
    private static let reviewColumn: Int32 = 9

    /// An attempt whose trace has one already stays as it is.
    /// - Returns: whether it was new.
    func insert(_ attempt: Attempt) throws(StoreError) -> Bool {
        let insert = try connection.statement(
            """
            INSERT INTO attempts(project, trace, created, reviewed, task, response, model, memories, used, extras)
            VALUES (?1, ?2, ?3, EXISTS (
                SELECT 1 FROM reviews WHERE project = ?1 AND trace = ?2 AND state = 'completed'),
                ?4, ?5, ?6, ?7, ?8, ?9)
            ON CONFLICT(project, trace) DO NOTHING
            """)
        insert.bind(1, attempt.project.value)
        insert.bind(2, attempt.trace.bytes)
        insert.bind(3, attempt.created.nanoseconds)
        insert.bind(4, attempt.task)
        insert.bind(5, attempt.finalResponse)
        insert.bind(6, attempt.model)
        insert.bind(7, Labels.ordered(attempt.memories))
        insert.bind(8, attempt.used.map { Labels.ordered($0) })
        insert.bind(9, JSON.object(attempt.extras).text)
        try insert.run()
        return connection.changeCount > 0
    }

    func find(_ trace: TraceID, project: ProjectID) throws(StoreError) -> ReviewedAttempt? {
        let load = try connection.statement(
            Self.columns + " WHERE r.project = ?1 AND r.trace = ?2 AND \(TraceRecords.isThere)")
        load.bind(1, project.value)
        load.bind(2, trace.bytes)
        defer { load.reset() }
        return try load.step() ? try reviewedAttempt(load) : nil
    }

    func page(_ query: AttemptQuery, project: ProjectID) throws(StoreError) -> Page<ReviewedAttempt> {
        // Two texts, so that each has an index that holds nothing else.
        let condition = query.isReviewed == nil ? "" : " AND r.reviewed = ?5"
        let load = try connection.statement(
            Self.columns + """
                 WHERE r.project = ?1 AND (r.created, r.trace) < (?2, ?3)\(condition) AND \(TraceRecords.isThere)
                ORDER BY r.created DESC, r.trace DESC LIMIT ?4
                """)
        let limit = min(max(query.limit, 0), StoreLimits.pageMax)
        load.bind(1, project.value)
        try load.bind(2, before: query.cursor)
        load.bind(4, limit + 1)
        if let isReviewed = query.isReviewed { load.bind(5, isReviewed ? 1 : 0) }
        defer { load.reset() }
        var found: [ReviewedAttempt] = []
        while try load.step() { found.append(try reviewedAttempt(load)) }
        return Page(found, limit: limit) { Cursor.encode($0.attempt.created, $0.attempt.trace.bytes) }
    }

    func markReviewed(_ trace: TraceID, project: ProjectID) throws(StoreError) {
        let update = try connection.statement(
            "UPDATE attempts SET reviewed = 1 WHERE project = ?1 AND trace = ?2 AND reviewed = 0")
        update.bind(1, project.value)
        update.bind(2, trace.bytes)
        try update.run()
    }

    private func reviewedAttempt(_ row: Statement) throws(StoreError) -> ReviewedAttempt {
        guard let trace = TraceID(bytes: row.blob(1)) else {
            throw .corrupt("An attempt is damaged. Restore a backup.")
        }
        var attempt = Attempt(
            project: ProjectID(row.int64(0)), trace: trace, task: row.text(3),
            created: Timestamp(nanoseconds: row.int64(2)))
        attempt.finalResponse = row.optionalText(4)
        attempt.model = row.optionalText(5)
        attempt.memories = Labels.tags(parsing: row.text(6))
        attempt.used = row.optionalText(7).map { Labels.tags(parsing: $0) }
        attempt.extras = Labels.object(parsing: row.text(8))
        let isReviewed = !row.isNull(Self.reviewColumn)
        let review =
            isReviewed
            ? try ReviewTable(connection: connection).review(row, from: Self.reviewColumn) : nil
        return ReviewedAttempt(attempt: attempt, review: review)
    }
}
