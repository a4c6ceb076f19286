import HindcastJSON
import HindcastModel
import HindcastStore

/// Reads and writes `memories`.
struct MemoryTable {
    let connection: Connection

    private static let columns = """
        record, project, intent, q, pinned, retired, created, updated, merged, verdict, trace, author, author_key, task,
            lesson, tools, metadata
        """

    /// - Returns: its row; nil when there is one with its id.
    func insert(_ memory: Memory) throws(StoreError) -> Int64? {
        let insert = try connection.statement(
            """
            INSERT INTO memories(\(Self.columns))
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
            ON CONFLICT(record) DO NOTHING RETURNING id
            """)
        bind(memory, to: insert)
        defer { insert.reset() }
        guard try insert.step() else { return nil }
        let row = insert.int64(0)
        try insert.run()
        return row
    }

    /// Leaves the value as it is.
    func replace(_ row: Int64, with memory: Memory) throws(StoreError) {
        let update = try connection.statement(
            """
            UPDATE memories SET intent = ?3, pinned = ?5, retired = ?6, created = ?7, updated = ?8, merged = ?9,
                verdict = ?10, trace = ?11, author = ?12, author_key = ?13, task = ?14, lesson = ?15, tools = ?16,
                metadata = ?17
            WHERE id = ?18 AND record = ?1 AND project = ?2
            """)
        bind(memory, to: update)
        update.bind(18, row)
        try update.run()
    }

    private func bind(_ memory: Memory, to statement: Statement) {
        statement.bind(1, memory.id.bytes)
        statement.bind(2, memory.project.value)
        statement.bind(3, memory.intent.bytes)
        statement.bind(4, memory.q)
        statement.bind(5, memory.isPinned ? 1 : 0)
        statement.bind(6, memory.retired?.nanoseconds)
        statement.bind(7, memory.created.nanoseconds)
        statement.bind(8, memory.updated.nanoseconds)
        statement.bind(9, memory.mergedInto?.bytes)
        statement.bind(10, memory.verdict?.rawValue)
        statement.bind(11, memory.trace?.bytes)
        statement.bind(12, memory.author.name)
        statement.bind(13, memory.author.key)
        statement.bind(14, memory.task)
        statement.bind(15, memory.lesson.columnText)
        statement.bind(16, Labels.ordered(memory.toolsUsed))
        statement.bind(17, JSON.object(memory.metadata).text)
    }

    /// The row and the value of a memory.
    func value(_ id: RecordID, project: ProjectID) throws(StoreError) -> (row: Int64, q: Double)? {
        let find = try connection.statement("SELECT id, q FROM memories WHERE record = ?1 AND project = ?2")
        find.bind(1, id.bytes)
        find.bind(2, project.value)
        defer { find.reset() }
        return try find.step() ? (find.int64(0), find.double(1)) : nil
    }

    func setValue(_ q: Double, of row: Int64) throws(StoreError) {
        let update = try connection.statement("UPDATE memories SET q = ?2 WHERE id = ?1")
        update.bind(1, row)
        update.bind(2, q)
        try update.run()
    }

    func find(_ id: RecordID, project: ProjectID) throws(StoreError) -> Memory? {
        let load = try connection.statement(
            "SELECT \(Self.columns) FROM memories WHERE record = ?1 AND project = ?2")
        load.bind(1, id.bytes)
        load.bind(2, project.value)
        defer { load.reset() }
        return try load.step() ? try memory(load) : nil
    }

    func page(_ query: MemoryQuery, project: ProjectID) throws(StoreError) -> Page<Memory> {
        let condition = query.includesRetired ? "" : " AND retired IS NULL"
        let load = try connection.statement(
            """
            SELECT \(Self.columns) FROM memories
            WHERE project = ?1 AND (created, record) < (?2, ?3)\(condition)
            ORDER BY created DESC, record DESC
            """)
        let limit = min(max(query.limit, 0), StoreLimits.pageMax)
        let words = MemoryWords(query.text ?? "")
        load.bind(1, project.value)
        try load.bind(2, before: query.cursor)
        defer { load.reset() }
        var found: [Memory] = []
        while found.count <= limit, try load.step() {
            let memory = try memory(load)
            if words.occur(in: memory) { found.append(memory) }
        }
        return Page(found, limit: limit) { Cursor.encode($0.created, $0.id.bytes) }
    }

    func count(_ project: ProjectID) throws(StoreError) -> Int {
        let count = try connection.statement(
            "SELECT count(*) FROM memories WHERE project = ?1 AND retired IS NULL")
        count.bind(1, project.value)
        defer { count.reset() }
        return try count.step() ? count.int(0) : 0
    }

    /// - Parameter model: its row in `vector_models`; nil for one that made no vector yet.
    func unvectored(model: Int64?, limit: Int, project: ProjectID) throws(StoreError) -> [Memory] {
        let load = try connection.statement(
            """
            SELECT \(Self.columns) FROM memories m
            WHERE project = ?1 AND NOT EXISTS (SELECT 1 FROM vectors v WHERE v.model = ?2 AND v.memory = m.id)
            ORDER BY created, record LIMIT ?3
            """)
        load.bind(1, project.value)
        load.bind(2, model)
        load.bind(3, min(max(limit, 0), StoreLimits.pageMax))
        defer { load.reset() }
        var found: [Memory] = []
        while try load.step() { found.append(try memory(load)) }
        return found
    }

    func delete(_ row: Int64) throws(StoreError) {
        let delete = try connection.statement("DELETE FROM memories WHERE id = ?1")
        delete.bind(1, row)
        try delete.run()
    }

    private func memory(_ row: Statement) throws(StoreError) -> Memory {
        let verdict = row.optionalText(9).map { Verdict(rawValue: $0) }
        guard let id = row.recordID(0), let intent = row.recordID(2),
            verdict != .some(nil)
        else { throw .corrupt("A memory is damaged. Restore a backup.") }
        var memory = Memory(
            id: id, project: ProjectID(row.int64(1)), task: row.text(13),
            lesson: Lesson(columnText: row.text(14)),
            verdict: verdict ?? nil, q: row.double(3),
            author: Author(name: row.text(11), key: row.optionalInt64(12)),
            created: Timestamp(nanoseconds: row.int64(6)))
        memory.intent = intent
        memory.isPinned = row.int64(4) != 0
        memory.retired = row.optionalInt64(5).map { Timestamp(nanoseconds: $0) }
        memory.updated = Timestamp(nanoseconds: row.int64(7))
        memory.mergedInto = row.recordID(8)
        memory.trace = row.optionalBlob(10).flatMap { TraceID(bytes: $0) }
        memory.toolsUsed = Labels.tags(parsing: row.text(15))
        memory.metadata = Labels.object(parsing: row.text(16))
        return memory
    }
}
