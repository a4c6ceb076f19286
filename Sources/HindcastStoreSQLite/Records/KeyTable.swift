import HindcastBytes
import HindcastJSON
import HindcastModel
import HindcastStore

/// Reads and writes `keys`.
struct KeyTable {
    let connection: Connection

    private static let columns = "id, project, hash, hint, label, scopes, extras, created, used, revoked"

    func insert(_ key: KeyRecord) throws(StoreError) -> Int64 {
        let insert = try connection.statement(
            """
            INSERT INTO keys(project, hash, hint, label, scopes, extras, created, used, revoked)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING id
            """)
        insert.bind(1, key.project.value)
        insert.bind(2, key.hash.bytes)
        insert.bind(3, key.hint)
        insert.bind(4, Columns.cut(key.label) as String)
        insert.bind(5, key.scopes.text)
        insert.bind(6, key.extras.isEmpty ? nil : JSON.object(key.extras).text)
        insert.bind(7, key.created.nanoseconds)
        insert.bind(8, key.lastUsed?.nanoseconds)
        insert.bind(9, key.revoked?.nanoseconds)
        defer { insert.reset() }
        guard try insert.step() else { throw .engine("The key could not be stored.") }
        let id = insert.int64(0)
        try insert.run()
        return id
    }

    func all(_ project: ProjectID?) throws(StoreError) -> [KeyRecord] {
        let load = try connection.statement(
            "SELECT \(Self.columns) FROM keys WHERE ?1 IS NULL OR project = ?1 ORDER BY id")
        load.bind(1, project?.value)
        defer { load.reset() }
        var keys: [KeyRecord] = []
        while try load.step() { keys.append(try key(load)) }
        return keys
    }

    func find(_ hash: SHA256Digest) throws(StoreError) -> KeyRecord? {
        let load = try connection.statement("SELECT \(Self.columns) FROM keys WHERE hash = ?1")
        load.bind(1, hash.bytes)
        defer { load.reset() }
        return try load.step() ? try key(load) : nil
    }

    func revoke(_ id: Int64, at time: Timestamp) throws(StoreError) -> Bool {
        let update = try connection.statement(
            "UPDATE keys SET revoked = ?2 WHERE id = ?1 AND revoked IS NULL")
        update.bind(1, id)
        update.bind(2, time.nanoseconds)
        try update.run()
        return connection.changeCount > 0
    }

    /// Never moves a last use backwards.
    func touch(_ uses: [Int64: Timestamp]) throws(StoreError) {
        let update = try connection.statement(
            "UPDATE keys SET used = ?2 WHERE id = ?1 AND (used IS NULL OR used < ?2)")
        for (id, time) in uses {
            update.bind(1, id)
            update.bind(2, time.nanoseconds)
            try update.run()
        }
    }

    private func key(_ row: Statement) throws(StoreError) -> KeyRecord {
        guard let hash = SHA256Digest(bytes: row.blob(2)), let scopes = Set<Scope>(listed: row.text(5)) else {
            throw .corrupt("Key \(row.int64(0)) is damaged. Restore a backup.")
        }
        var key = KeyRecord(
            project: ProjectID(row.int64(1)), hash: hash, hint: row.text(3), label: row.text(4),
            scopes: scopes,
            created: Timestamp(nanoseconds: row.int64(7)))
        key.id = row.int64(0)
        key.extras = Labels.object(parsing: row.optionalText(6))
        key.lastUsed = row.optionalInt64(8).map { Timestamp(nanoseconds: $0) }
        key.revoked = row.optionalInt64(9).map { Timestamp(nanoseconds: $0) }
        return key
    }
}
