import HindcastModel
import HindcastStore

/// Reads and writes `audit`. Entries are never changed or removed.
struct AuditTable {
    let connection: Connection

    func insert(_ entry: AuditEntry) throws(StoreError) {
        let insert = try connection.statement(
            "INSERT INTO audit(time, actor, action, subject) VALUES (?1, ?2, ?3, ?4)")
        insert.bind(1, entry.time.nanoseconds)
        insert.bind(2, Columns.cut(entry.actor) as String)
        insert.bind(3, Columns.cut(entry.action) as String)
        insert.bind(4, Columns.cut(entry.subject) as String)
        try insert.run()
    }

    func newest(_ limit: Int) throws(StoreError) -> [AuditEntry] {
        let load = try connection.statement(
            "SELECT time, actor, action, subject FROM audit ORDER BY id DESC LIMIT ?1")
        load.bind(1, min(max(limit, 0), StoreLimits.pageMax))
        defer { load.reset() }
        var entries: [AuditEntry] = []
        while try load.step() {
            entries.append(
                AuditEntry(
                    time: Timestamp(nanoseconds: load.int64(0)), actor: load.text(1), action: load.text(2),
                    subject: load.text(3)))
        }
        return entries
    }
}
