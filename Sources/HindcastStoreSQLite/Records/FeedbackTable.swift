import HindcastModel
import HindcastStore

/// Reads and writes `feedback`.
struct FeedbackTable {
    let connection: Connection

    private static let columns =
        "r.project, r.trace, r.span_id, r.start, r.value, r.tags, r.author, r.author_key, r.updated"

    func put(_ feedback: Feedback) throws(StoreError) {
        let put = try connection.statement(
            """
            INSERT INTO feedback(project, trace, span_id, start, value, tags, author, author_key, updated)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            ON CONFLICT(project, trace, span_id) DO UPDATE SET start = ?4, value = ?5, tags = ?6, author = ?7,
                author_key = ?8, updated = ?9
            """)
        put.bind(1, feedback.project.value)
        put.bind(2, feedback.span.trace.bytes)
        put.bind(3, Int64(bitPattern: feedback.span.span.value))
        put.bind(4, feedback.callStart.nanoseconds)
        put.bind(5, feedback.value?.rawValue)
        put.bind(6, Labels.ordered(feedback.tags))
        put.bind(7, feedback.author.name)
        put.bind(8, feedback.author.key)
        put.bind(9, feedback.updated.nanoseconds)
        try put.run()
    }

    func find(_ spans: [SpanKey], project: ProjectID) throws(StoreError) -> [SpanKey: Feedback] {
        let load = try connection.statement(
            """
            SELECT \(Self.columns) FROM feedback r
            WHERE r.project = ?1 AND r.trace = ?2 AND r.span_id = ?3 AND \(TraceRecords.isThere)
            """)
        defer { load.reset() }
        var found: [SpanKey: Feedback] = [:]
        for span in spans {
            bind(span, project, to: load)
            if try load.step() { found[span] = try feedback(load) }
            load.reset()
        }
        return found
    }

    /// Of a call whose trace may not be there yet.
    func tags(of span: SpanKey, project: ProjectID) throws(StoreError) -> [String] {
        let load = try connection.statement(
            "SELECT tags FROM feedback WHERE project = ?1 AND trace = ?2 AND span_id = ?3")
        bind(span, project, to: load)
        defer { load.reset() }
        return try load.step() ? Labels.tags(parsing: load.text(0)) : []
    }

    func all(of trace: TraceID, project: ProjectID) throws(StoreError) -> [Feedback] {
        let load = try connection.statement(
            """
            SELECT \(Self.columns) FROM feedback r
            WHERE r.project = ?1 AND r.trace = ?2 AND \(TraceRecords.isThere)
            """)
        load.bind(1, project.value)
        load.bind(2, trace.bytes)
        defer { load.reset() }
        var found: [Feedback] = []
        while try load.step() { found.append(try feedback(load)) }
        return found.sorted { $0.place < $1.place }
    }

    func page(_ query: FeedbackQuery, project: ProjectID) throws(StoreError) -> [Feedback] {
        let bounds = CallBounds(query.window)
        let load = try connection.statement(
            """
            SELECT \(Self.columns) FROM feedback r
            WHERE r.project = ?1 AND \(CallBounds.condition("r", trace: "r.trace"))
                AND (?11 IS NULL OR r.value = ?11) AND (?12 = 0 OR r.value IS NOT NULL) AND \(TraceRecords.isThere)
            \(bounds.order("r", trace: "r.trace")) LIMIT ?10
            """)
        load.bind(1, project.value)
        bounds.bind(to: load)
        load.bind(11, query.value?.rawValue)
        load.bind(12, query.hasValue ? 1 : 0)
        defer { load.reset() }
        var found: [Feedback] = []
        while try load.step() { found.append(try feedback(load)) }
        return bounds.readsBack ? found.reversed() : found
    }

    func delete(_ span: SpanKey, project: ProjectID, evenAwaited: Bool) throws(StoreError) -> Bool {
        let delete = try connection.statement(
            """
            DELETE FROM feedback AS r WHERE r.project = ?1 AND r.trace = ?2 AND r.span_id = ?3
                AND (?4 OR \(TraceRecords.isThere))
            """)
        bind(span, project, to: delete)
        delete.bind(4, evenAwaited ? 1 : 0)
        try delete.run()
        return connection.changeCount > 0
    }

    private func bind(_ span: SpanKey, _ project: ProjectID, to statement: Statement) {
        statement.bind(1, project.value)
        statement.bind(2, span.trace.bytes)
        statement.bind(3, Int64(bitPattern: span.span.value))
    }

    private func feedback(_ row: Statement) throws(StoreError) -> Feedback {
        let value = row.optionalText(4).map { Feedback.Value(rawValue: $0) }
        guard let trace = TraceID(bytes: row.blob(1)), value != .some(nil) else {
            throw .corrupt("A feedback is damaged. Restore a backup.")
        }
        let span = SpanKey(trace: trace, span: SpanID(UInt64(bitPattern: row.int64(2))))
        return Feedback(
            project: ProjectID(row.int64(0)), span: span, callStart: Timestamp(nanoseconds: row.int64(3)),
            value: value ?? nil, tags: Labels.tags(parsing: row.text(5)),
            author: Author(name: row.text(6), key: row.optionalInt64(7)),
            updated: Timestamp(nanoseconds: row.int64(8)))
    }
}

/// Within a transaction that the caller opened.
extension Writer {
    func set(_ feedback: Feedback, keepingTags: Bool) throws(StoreError) -> Feedback? {
        let table = FeedbackTable(connection: connection)
        var feedback = feedback
        if keepingTags { feedback.tags = try table.tags(of: feedback.span, project: feedback.project) }
        if feedback.isEmpty {
            _ = try table.delete(feedback.span, project: feedback.project, evenAwaited: true)
            return nil
        }
        try table.put(feedback)
        try TraceRecords(writer: self).written(for: feedback.span.trace, feedback.project)
        return feedback
    }
}
