import HindcastStore

/// Writes rows of `packs`.
struct PackTable {
    let connection: Connection

    func insert(_ sealed: [PackBuilder.Sealed]) throws(StoreError) {
        let insert = try connection.statement(
            "INSERT OR REPLACE INTO packs(first, count, raw_bytes, bytes) VALUES (?1, ?2, ?3, ?4)")
        for pack in sealed {
            insert.bind(1, pack.first)
            insert.bind(2, pack.count)
            insert.bind(3, pack.rawBytes)
            insert.bind(4, pack.stored)
            try insert.run()
        }
        insert.clearBindings()
    }

    func delete(first: Int64) throws(StoreError) {
        let delete = try connection.statement("DELETE FROM packs WHERE first = ?1")
        delete.bind(1, first)
        try delete.run()
    }
}
