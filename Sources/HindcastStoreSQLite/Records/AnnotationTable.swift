import HindcastJSON
import HindcastModel
import HindcastStore

/// Reads and writes `annotations`.
struct AnnotationTable {
    let connection: Connection

    private static let columns = """
        r.record, r.project, r.trace, r.address, r.original, r.content, r.extras, r.author, r.author_key, r.resolved,
            r.created, r.updated
        """

    /// False when there is one with its id.
    func insert(_ annotation: Annotation) throws(StoreError) -> Bool {
        let insert = try connection.statement(
            """
            INSERT INTO annotations(record, project, trace, address, original, content, extras, source, status, author,
                author_key, resolved, created, updated)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) ON CONFLICT DO NOTHING
            """)
        bind(annotation, to: insert)
        try insert.run()
        return connection.changeCount > 0
    }

    /// Puts a remark in the place of the stored one, if there is one on that trace.
    func replace(_ annotation: Annotation) throws(StoreError) {
        let update = try connection.statement(
            """
            UPDATE annotations SET address = ?4, original = ?5, content = ?6, extras = ?7, source = ?8, status = ?9,
                author = ?10, author_key = ?11, resolved = ?12, created = ?13, updated = ?14
            WHERE record = ?1 AND project = ?2 AND trace = ?3
            """)
        bind(annotation, to: update)
        try update.run()
    }

    private func bind(_ annotation: Annotation, to statement: Statement) {
        statement.bind(1, annotation.id.bytes)
        statement.bind(2, annotation.project.value)
        statement.bind(3, annotation.trace.bytes)
        statement.bind(4, annotation.address)
        statement.bind(5, annotation.originalAddress)
        statement.bind(6, annotation.content)
        statement.bind(7, JSON.object(annotation.extras).text)
        statement.bind(8, annotation.source)
        statement.bind(9, annotation.status)
        statement.bind(10, annotation.author.name)
        statement.bind(11, annotation.author.key)
        statement.bind(12, annotation.isResolved ? 1 : 0)
        statement.bind(13, annotation.created.nanoseconds)
        statement.bind(14, annotation.updated.nanoseconds)
    }

    func find(_ id: RecordID, project: ProjectID) throws(StoreError) -> Annotation? {
        let load = try connection.statement(
            """
            SELECT \(Self.columns) FROM annotations r
            WHERE r.record = ?1 AND r.project = ?2 AND \(TraceRecords.isThere)
            """)
        load.bind(1, id.bytes)
        load.bind(2, project.value)
        defer { load.reset() }
        return try load.step() ? try annotation(load) : nil
    }

    func all(of trace: TraceID, project: ProjectID) throws(StoreError) -> [Annotation] {
        let load = try connection.statement(
            """
            SELECT \(Self.columns) FROM annotations r
            WHERE r.project = ?1 AND r.trace = ?2 AND \(TraceRecords.isThere) ORDER BY r.id
            """)
        load.bind(1, project.value)
        load.bind(2, trace.bytes)
        defer { load.reset() }
        var found: [Annotation] = []
        while try load.step() { found.append(try annotation(load)) }
        return found
    }

    /// Those of a trace that is not there yet count, too.
    func count(of trace: TraceID, project: ProjectID) throws(StoreError) -> Int {
        let count = try connection.statement(
            "SELECT count(*) FROM annotations WHERE project = ?1 AND trace = ?2")
        count.bind(1, project.value)
        count.bind(2, trace.bytes)
        defer { count.reset() }
        return try count.step() ? count.int(0) : 0
    }

    func counts(of traces: [TraceID], project: ProjectID) throws(StoreError) -> [TraceID: [String?: Int]] {
        let count = try connection.statement(
            """
            SELECT r.source, count(*) FROM annotations r
            WHERE r.project = ?1 AND r.trace = ?2 AND \(TraceRecords.isThere) GROUP BY r.source
            """)
        defer { count.reset() }
        var counts: [TraceID: [String?: Int]] = [:]
        for trace in Set(traces) {
            count.bind(1, project.value)
            count.bind(2, trace.bytes)
            while try count.step() { counts[trace, default: [:]][count.optionalText(0)] = count.int(1) }
        }
        return counts
    }

    func delete(_ id: RecordID, project: ProjectID) throws(StoreError) -> Bool {
        let delete = try connection.statement(
            "DELETE FROM annotations AS r WHERE r.record = ?1 AND r.project = ?2 AND \(TraceRecords.isThere)")
        delete.bind(1, id.bytes)
        delete.bind(2, project.value)
        try delete.run()
        return connection.changeCount > 0
    }

    /// - Returns: how many were deleted.
    func delete(
        of trace: TraceID, source: String?, keeping statuses: Set<String>, project: ProjectID
    ) throws(StoreError) -> Int {
        let delete = try connection.statement(
            """
            DELETE FROM annotations WHERE project = ?1 AND trace = ?2 AND source IS ?3
                AND (status IS NULL OR status NOT IN (SELECT value FROM json_each(?4)))
            """)
        delete.bind(1, project.value)
        delete.bind(2, trace.bytes)
        delete.bind(3, source)
        delete.bind(4, Labels.list(statuses) ?? "[]")
        try delete.run()
        return connection.changeCount
    }

    private func annotation(_ row: Statement) throws(StoreError) -> Annotation {
        guard let id = RecordID(bytes: row.blob(0)), let trace = TraceID(bytes: row.blob(2)) else {
            throw .corrupt("An annotation is damaged. Restore a backup.")
        }
        var annotation = Annotation(
            id: id, project: ProjectID(row.int64(1)), trace: trace, address: row.text(3),
            content: row.text(5), author: Author(name: row.text(7), key: row.optionalInt64(8)),
            created: Timestamp(nanoseconds: row.int64(10)))
        annotation.originalAddress = row.text(4)
        annotation.extras = Labels.object(parsing: row.text(6))
        annotation.isResolved = row.int64(9) != 0
        annotation.updated = Timestamp(nanoseconds: row.int64(11))
        return annotation
    }
}
