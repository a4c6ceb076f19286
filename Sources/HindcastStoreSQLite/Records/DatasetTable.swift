import HindcastJSON
import HindcastModel
import HindcastStore

/// Reads and writes `datasets`.
struct DatasetTable {
    let connection: Connection

    private static let columns =
        "id, record, project, name, owner, owner_key, public, metadata, created, pushed, next_number"

    /// Nil when the owner has a dataset of that name.
    /// - Returns: the row.
    func insert(_ dataset: Dataset) throws(StoreError) -> Int64? {
        let insert = try connection.statement(
            """
            INSERT INTO datasets(record, project, name, owner, owner_key, public, metadata, created, pushed,
                next_number)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING RETURNING id
            """)
        insert.bind(1, dataset.id.bytes)
        insert.bind(2, dataset.project.value)
        insert.bind(3, dataset.name)
        insert.bind(4, dataset.owner.name)
        insert.bind(5, dataset.owner.key)
        insert.bind(6, dataset.isPublic ? 1 : 0)
        insert.bind(7, JSON.object(dataset.metadata).text)
        insert.bind(8, dataset.created.nanoseconds)
        insert.bind(9, dataset.lastPushed.nanoseconds)
        insert.bind(10, dataset.nextIndex)
        defer { insert.reset() }
        guard try insert.step() else { return nil }
        let row = insert.int64(0)
        try insert.run()
        let queries = SavedQueryTable(connection: connection)
        for query in dataset.queries { try queries.insert(query, dataset: row) }
        return row
    }

    func row(_ id: RecordID, project: ProjectID) throws(StoreError) -> Int64? {
        let find = try connection.statement("SELECT id FROM datasets WHERE record = ?1 AND project = ?2")
        find.bind(1, id.bytes)
        find.bind(2, project.value)
        defer { find.reset() }
        return try find.step() ? find.int64(0) : nil
    }

    func row(named name: String, owner: String, project: ProjectID) throws(StoreError) -> Int64? {
        let find = try connection.statement(
            "SELECT id FROM datasets WHERE project = ?1 AND owner = ?2 AND name = ?3")
        find.bind(1, project.value)
        find.bind(2, owner)
        find.bind(3, name)
        defer { find.reset() }
        return try find.step() ? find.int64(0) : nil
    }

    func load(_ row: Int64?) throws(StoreError) -> Dataset? {
        guard let row else { return nil }
        let load = try connection.statement("SELECT \(Self.columns) FROM datasets WHERE id = ?1")
        load.bind(1, row)
        defer { load.reset() }
        return try load.step() ? try dataset(load) : nil
    }

    func page(_ query: DatasetQuery, project: ProjectID) throws(StoreError) -> Page<Dataset> {
        let load = try connection.statement(
            """
            SELECT \(Self.columns) FROM datasets WHERE project = ?1 AND (pushed, record) < (?2, ?3)
                AND (?4 IS NULL OR owner = ?4) AND (?5 IS NULL OR public = ?5)
                AND (?6 IS NULL OR instr(lower(name), lower(?6)) > 0)
            ORDER BY pushed DESC, record DESC LIMIT ?7
            """)
        let limit = min(max(query.limit, 0), StoreLimits.pageMax)
        load.bind(1, project.value)
        try load.bind(2, before: query.cursor)
        load.bind(4, query.owner)
        load.bind(5, query.isPublic.map { $0 ? 1 : 0 } as Int64?)
        load.bind(6, query.nameContains)
        load.bind(7, limit + 1)
        defer { load.reset() }
        var found: [Dataset] = []
        while try load.step() { found.append(try dataset(load)) }
        return Page(found, limit: limit) { Cursor.encode($0.lastPushed, $0.id.bytes) }
    }

    func update(_ row: Int64, from dataset: Dataset) throws(StoreError) {
        let update = try connection.statement("UPDATE datasets SET public = ?2, metadata = ?3 WHERE id = ?1")
        update.bind(1, row)
        update.bind(2, dataset.isPublic ? 1 : 0)
        update.bind(3, JSON.object(dataset.metadata).text)
        try update.run()
    }

    /// Never moves the last push backwards.
    func touch(_ row: Int64, at time: Timestamp) throws(StoreError) {
        let update = try connection.statement("UPDATE datasets SET pushed = ?2 WHERE id = ?1 AND pushed < ?2")
        update.bind(1, row)
        update.bind(2, time.nanoseconds)
        try update.run()
    }

    /// - Parameter wanted: nil for the next number.
    /// - Returns: the number of a new conversation.
    func takeNumber(_ wanted: Int?, of row: Int64) throws(StoreError) -> Int {
        let next = Int(try connection.integer("SELECT next_number FROM datasets WHERE id = \(row)") ?? 0)
        let number = wanted ?? next
        guard (0..<Int(Int32.max)).contains(number) else {
            throw .refused("Index \(number) is out of range: count from 0.")
        }
        let update = try connection.statement("UPDATE datasets SET next_number = ?2 WHERE id = ?1")
        update.bind(1, row)
        update.bind(2, max(next, number + 1))
        try update.run()
        return number
    }

    func delete(_ row: Int64) throws(StoreError) {
        for sql in [
            "DELETE FROM queries WHERE dataset = ?1", "DELETE FROM conversations WHERE dataset = ?1",
            "DELETE FROM datasets WHERE id = ?1",
        ] {
            let delete = try connection.statement(sql)
            delete.bind(1, row)
            try delete.run()
        }
    }

    private func dataset(_ row: Statement) throws(StoreError) -> Dataset {
        guard let id = RecordID(bytes: row.blob(1)) else {
            throw .corrupt("Dataset row \(row.int64(0)) is damaged. Restore a backup.")
        }
        var dataset = Dataset(
            id: id, project: ProjectID(row.int64(2)), name: row.text(3),
            owner: Author(name: row.text(4), key: row.optionalInt64(5)),
            created: Timestamp(nanoseconds: row.int64(8)))
        dataset.isPublic = row.int64(6) != 0
        dataset.metadata = Labels.object(parsing: row.text(7))
        dataset.lastPushed = Timestamp(nanoseconds: row.int64(9))
        dataset.nextIndex = row.int(10)
        dataset.queries = try SavedQueryTable(connection: connection).all(of: row.int64(0))
        return dataset
    }
}
