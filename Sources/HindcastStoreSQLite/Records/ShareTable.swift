import HindcastModel
import HindcastStore

/// Reads and writes `shares`.
struct ShareTable {
    let connection: Connection

    private static let columns = "r.project, r.trace, r.token, r.author, r.author_key, r.created, r.expires"

    func put(_ share: Share) throws(StoreError) {
        let put = try connection.statement(
            """
            INSERT INTO shares(project, trace, token, author, author_key, created, expires)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            ON CONFLICT(project, trace) DO UPDATE SET token = ?3, author = ?4, author_key = ?5, created = ?6,
                expires = ?7
            """)
        put.bind(1, share.project.value)
        put.bind(2, share.trace.bytes)
        put.bind(3, share.token)
        put.bind(4, share.author.name)
        put.bind(5, share.author.key)
        put.bind(6, share.created.nanoseconds)
        put.bind(7, share.expires?.nanoseconds)
        try put.run()
    }

    func find(_ trace: TraceID, project: ProjectID) throws(StoreError) -> Share? {
        let load = try connection.statement(
            """
            SELECT \(Self.columns) FROM shares r
            WHERE r.project = ?1 AND r.trace = ?2 AND \(TraceRecords.isThere)
            """)
        load.bind(1, project.value)
        load.bind(2, trace.bytes)
        return try first(load)
    }

    func find(token: String) throws(StoreError) -> Share? {
        let load = try connection.statement(
            "SELECT \(Self.columns) FROM shares r WHERE r.token = ?1 AND \(TraceRecords.isThere)")
        load.bind(1, token)
        return try first(load)
    }

    func delete(_ trace: TraceID, project: ProjectID) throws(StoreError) -> Bool {
        let delete = try connection.statement(
            "DELETE FROM shares AS r WHERE r.project = ?1 AND r.trace = ?2 AND \(TraceRecords.isThere)")
        delete.bind(1, project.value)
        delete.bind(2, trace.bytes)
        try delete.run()
        return connection.changeCount > 0
    }

    private func first(_ load: Statement) throws(StoreError) -> Share? {
        defer { load.reset() }
        guard try load.step() else { return nil }
        guard let trace = TraceID(bytes: load.blob(1)) else {
            throw .corrupt("A share is damaged. Restore a backup.")
        }
        return Share(
            project: ProjectID(load.int64(0)), trace: trace, token: load.text(2),
            author: Author(name: load.text(3), key: load.optionalInt64(4)),
            created: Timestamp(nanoseconds: load.int64(5)),
            expires: load.optionalInt64(6).map { Timestamp(nanoseconds: $0) })
    }
}
