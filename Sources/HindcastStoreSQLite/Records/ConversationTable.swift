import HindcastModel
import HindcastStore

/// Reads and writes `conversations`.
struct ConversationTable {
    let connection: Connection

    private static let columns = """
        SELECT r.project, r.trace, d.record, r.number, r.author, r.author_key, r.created, r.pushed
        FROM conversations r LEFT JOIN datasets d ON d.id = r.dataset
        """

    /// - Parameter dataset: its row.
    func insert(_ conversation: Conversation, dataset: Int64?, number: Int) throws(StoreError) {
        let insert = try connection.statement(
            """
            INSERT INTO conversations(project, trace, dataset, number, author, author_key, created, pushed)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT(dataset, number) WHERE dataset IS NOT NULL DO NOTHING
            """)
        insert.bind(1, conversation.project.value)
        insert.bind(2, conversation.trace.bytes)
        insert.bind(3, dataset)
        insert.bind(4, number)
        insert.bind(5, conversation.author.name)
        insert.bind(6, conversation.author.key)
        insert.bind(7, conversation.created.nanoseconds)
        insert.bind(8, conversation.pushed.nanoseconds)
        try insert.run()
        if connection.changeCount == 0 {
            throw .refused("The dataset has a conversation with index \(number) already.")
        }
    }

    /// - Parameter evenAwaited: also when the trace is not there yet.
    func find(
        _ trace: TraceID, project: ProjectID, evenAwaited: Bool = false
    ) throws(StoreError) -> Conversation? {
        let load = try connection.statement(
            Self.columns + " WHERE r.project = ?1 AND r.trace = ?2 AND (?3 OR \(TraceRecords.isThere))")
        load.bind(1, project.value)
        load.bind(2, trace.bytes)
        load.bind(3, evenAwaited ? 1 : 0)
        defer { load.reset() }
        return try load.step() ? try conversation(load) : nil
    }

    func members(_ query: ConversationQuery, project: ProjectID) throws(StoreError) -> [Conversation] {
        let load = try connection.statement(
            Self.columns + """
                 WHERE r.dataset = (SELECT id FROM datasets WHERE record = ?1 AND project = ?2) AND r.number > ?3
                    AND (?4 IS NULL OR r.number IN (SELECT value FROM json_each(?4))) AND \(TraceRecords.isThere)
                ORDER BY r.number LIMIT ?5 OFFSET ?6
                """)
        load.bind(1, query.dataset.bytes)
        load.bind(2, project.value)
        load.bind(3, query.after ?? -1)
        load.bind(4, query.indices.map { "[" + $0.map(String.init).joined(separator: ",") + "]" })
        load.bind(5, min(max(query.limit, 0), StoreLimits.pageMax))
        load.bind(6, max(query.offset, 0))
        return try all(load)
    }

    func snippets(
        owner: String?, limit: Int, cursor: String?, project: ProjectID
    ) throws(StoreError) -> Page<Conversation> {
        let load = try connection.statement(
            Self.columns + """
                 WHERE r.project = ?1 AND r.dataset IS NULL AND (r.created, r.trace) < (?2, ?3)
                    AND (?4 IS NULL OR r.author = ?4) AND \(TraceRecords.isThere)
                ORDER BY r.created DESC, r.trace DESC LIMIT ?5
                """)
        let limit = min(max(limit, 0), StoreLimits.pageMax)
        load.bind(1, project.value)
        try load.bind(2, before: cursor)
        load.bind(4, owner)
        load.bind(5, limit + 1)
        return Page(try all(load), limit: limit) { Cursor.encode($0.created, $0.trace.bytes) }
    }

    func count(of dataset: RecordID, project: ProjectID) throws(StoreError) -> Int {
        let count = try connection.statement(
            """
            SELECT count(*) FROM conversations r
            WHERE r.dataset = (SELECT id FROM datasets WHERE record = ?1 AND project = ?2) AND \(TraceRecords.isThere)
            """)
        count.bind(1, dataset.bytes)
        count.bind(2, project.value)
        defer { count.reset() }
        return try count.step() ? count.int(0) : 0
    }

    /// Counts those whose traces are not there yet, too.
    func hasAny(dataset row: Int64) throws(StoreError) -> Bool {
        let find = try connection.statement("SELECT 1 FROM conversations WHERE dataset = ?1 LIMIT 1")
        find.bind(1, row)
        defer { find.reset() }
        return try find.step()
    }

    /// - Returns: the row of its dataset; nil for a snippet and for what is unknown.
    func grow(_ trace: TraceID, at time: Timestamp, project: ProjectID) throws(StoreError) -> Int64? {
        let update = try connection.statement(
            "UPDATE conversations SET pushed = ?3 WHERE project = ?1 AND trace = ?2 RETURNING dataset")
        update.bind(1, project.value)
        update.bind(2, trace.bytes)
        update.bind(3, time.nanoseconds)
        defer { update.reset() }
        guard try update.step() else { return nil }
        let dataset = update.optionalInt64(0)
        try update.run()
        return dataset
    }

    private func all(_ load: Statement) throws(StoreError) -> [Conversation] {
        defer { load.reset() }
        var found: [Conversation] = []
        while try load.step() { found.append(try conversation(load)) }
        return found
    }

    private func conversation(_ row: Statement) throws(StoreError) -> Conversation {
        guard let trace = TraceID(bytes: row.blob(1)) else {
            throw .corrupt("A conversation is damaged. Restore a backup.")
        }
        var conversation = Conversation(
            project: ProjectID(row.int64(0)), trace: trace,
            dataset: row.optionalBlob(2).flatMap { RecordID(bytes: $0) }, index: row.int(3),
            author: Author(name: row.text(4), key: row.optionalInt64(5)),
            created: Timestamp(nanoseconds: row.int64(6)))
        conversation.pushed = Timestamp(nanoseconds: row.int64(7))
        return conversation
    }
}
