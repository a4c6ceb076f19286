import HindcastModel
import HindcastStore

/// Reads and writes `queries`.
struct SavedQueryTable {
    let connection: Connection

    func insert(_ query: SavedQuery, dataset: Int64) throws(StoreError) {
        let insert = try connection.statement(
            """
            INSERT INTO queries(record, dataset, name, query, created) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT DO NOTHING
            """)
        insert.bind(1, query.id.bytes)
        insert.bind(2, dataset)
        insert.bind(3, query.name)
        insert.bind(4, query.query)
        insert.bind(5, query.created.nanoseconds)
        try insert.run()
        let count = try connection.statement("SELECT count(*) FROM queries WHERE dataset = ?1")
        count.bind(1, dataset)
        defer { count.reset() }
        if try count.step(), count.int(0) > StoreLimits.savedQueriesMax {
            throw .refused("A dataset keeps \(StoreLimits.savedQueriesMax) queries: delete one first.")
        }
    }

    func all(of dataset: Int64) throws(StoreError) -> [SavedQuery] {
        let load = try connection.statement(
            "SELECT record, name, query, created FROM queries WHERE dataset = ?1 ORDER BY id")
        load.bind(1, dataset)
        defer { load.reset() }
        var found: [SavedQuery] = []
        while try load.step() {
            guard let id = RecordID(bytes: load.blob(0)) else {
                throw .corrupt("A saved query of dataset row \(dataset) is damaged. Restore a backup.")
            }
            found.append(
                SavedQuery(
                    id: id, name: load.text(1), query: load.text(2),
                    created: Timestamp(nanoseconds: load.int64(3))))
        }
        return found
    }

    /// The row of the dataset that keeps it.
    func dataset(of id: RecordID, project: ProjectID) throws(StoreError) -> Int64? {
        let find = try connection.statement(
            "SELECT d.id FROM queries q JOIN datasets d ON d.id = q.dataset WHERE q.record = ?1 AND d.project = ?2"
        )
        find.bind(1, id.bytes)
        find.bind(2, project.value)
        defer { find.reset() }
        return try find.step() ? find.int64(0) : nil
    }

    func delete(_ id: RecordID, project: ProjectID) throws(StoreError) -> Bool {
        let delete = try connection.statement(
            """
            DELETE FROM queries WHERE record = ?1
                AND EXISTS (SELECT 1 FROM datasets d WHERE d.id = queries.dataset AND d.project = ?2)
            """)
        delete.bind(1, id.bytes)
        delete.bind(2, project.value)
        try delete.run()
        return connection.changeCount > 0
    }
}
