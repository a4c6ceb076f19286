import HindcastModel
import HindcastStore

/// Reads and writes `q_changes`, the ledgers of memories.
struct QChangeTable {
    let connection: Connection

    private static let columns = """
        c.id, m.record, c.cause, c.trace, c.reward, c.step, c.floor, c.before, c.after, c.undone, c.author,
            c.author_key, c.time
        """

    /// - Parameter memory: its row.
    /// - Returns: the entry with its number; nil when it is of a run that moved the memory already.
    func insert(_ change: QChange, memory: Int64) throws(StoreError) -> QChange? {
        let insert = try connection.statement(
            """
            INSERT INTO q_changes(memory, cause, trace, reward, step, floor, before, after, undone, author, author_key,
                time)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT DO NOTHING RETURNING id
            """)
        insert.bind(1, memory)
        insert.bind(2, change.cause.rawValue)
        insert.bind(3, change.trace?.bytes)
        insert.bind(4, change.reward)
        insert.bind(5, change.step)
        insert.bind(6, change.floor)
        insert.bind(7, change.before)
        insert.bind(8, change.after)
        insert.bind(9, change.isUndone ? 1 : 0)
        insert.bind(10, change.author.name)
        insert.bind(11, change.author.key)
        insert.bind(12, change.time.nanoseconds)
        defer { insert.reset() }
        guard try insert.step() else { return nil }
        var stored = change
        stored.id = insert.int64(0)
        try insert.run()
        return stored
    }

    func all(of memory: Int64) throws(StoreError) -> [QChange] {
        try page(of: memory, after: nil, limit: nil)
    }

    func page(of memory: Int64, after: Int64?, limit: Int?) throws(StoreError) -> [QChange] {
        let load = try connection.statement(
            """
            SELECT \(Self.columns) FROM q_changes c JOIN memories m ON m.id = c.memory
            WHERE c.memory = ?1 AND c.id > ?2 ORDER BY c.id LIMIT ?3
            """)
        load.bind(1, memory)
        load.bind(2, after ?? 0)
        load.bind(3, limit.map { min(max($0, 0), StoreLimits.pageMax) } ?? -1)
        return try all(load)
    }

    /// How a run moved memories, as far as that counts.
    func moves(by trace: TraceID, project: ProjectID) throws(StoreError) -> [QChange] {
        let load = try connection.statement(
            """
            SELECT \(Self.columns) FROM q_changes c JOIN memories m ON m.id = c.memory
            WHERE c.trace = ?1 AND c.cause = 'review' AND c.undone = 0 AND m.project = ?2 ORDER BY c.id
            """)
        load.bind(1, trace.bytes)
        load.bind(2, project.value)
        return try all(load)
    }

    func find(_ id: Int64, memory: Int64) throws(StoreError) -> QChange? {
        try page(of: memory, after: id - 1, limit: 1).first { $0.id == id }
    }

    func markUndone(_ id: Int64) throws(StoreError) {
        let update = try connection.statement("UPDATE q_changes SET undone = 1 WHERE id = ?1")
        update.bind(1, id)
        try update.run()
    }

    func delete(of memory: Int64) throws(StoreError) {
        let delete = try connection.statement("DELETE FROM q_changes WHERE memory = ?1")
        delete.bind(1, memory)
        try delete.run()
    }

    private func all(_ load: Statement) throws(StoreError) -> [QChange] {
        defer { load.reset() }
        var found: [QChange] = []
        while try load.step() { found.append(try change(load)) }
        return found
    }

    private func change(_ row: Statement) throws(StoreError) -> QChange {
        guard let memory = row.recordID(1), let cause = QChange.Cause(rawValue: row.text(2))
        else {
            throw .corrupt("Change \(row.int64(0)) of a value is damaged. Restore a backup.")
        }
        var change = QChange(
            memory: memory, cause: cause, trace: row.optionalBlob(3).flatMap { TraceID(bytes: $0) },
            reward: row.optionalDouble(4), step: row.optionalDouble(5), floor: row.optionalDouble(6),
            before: row.double(7), after: row.double(8),
            author: Author(name: row.text(10), key: row.optionalInt64(11)),
            time: Timestamp(nanoseconds: row.int64(12)))
        change.id = row.int64(0)
        change.isUndone = row.int64(9) != 0
        return change
    }
}
