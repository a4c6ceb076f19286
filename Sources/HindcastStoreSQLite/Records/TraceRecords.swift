import HindcastModel
import HindcastStore

/// What all tables of records that name a trace have in common.
struct TraceRecords {
    let writer: Writer

    static let tables = ["annotations", "feedback", "conversations", "shares", "attempts", "reviews"]

    /// Whether the trace of a row `r` is there. Until then the row stays out of sight.
    static let isThere =
        "EXISTS (SELECT 1 FROM traces t WHERE t.project = r.project AND t.trace_id = r.trace)"

    func isThere(_ trace: TraceID, _ project: ProjectID) throws(StoreError) -> Bool {
        let find = try writer.connection.statement(
            "SELECT 1 FROM traces WHERE project = ?1 AND trace_id = ?2")
        find.bind(1, project.value)
        find.bind(2, trace.bytes)
        defer { find.reset() }
        return try find.step()
    }

    /// Awaited traces swept in one transaction.
    private static let sweptMax = 500

    /// To be called for every record written. Remembers a trace that is not there yet, so that `check` can tell a
    /// record that is early from one that was left behind.
    func written(for trace: TraceID, _ project: ProjectID) throws(StoreError) {
        let note = try writer.connection.statement(
            """
            INSERT OR IGNORE INTO awaited(project, trace) SELECT ?1, ?2
            WHERE NOT EXISTS (SELECT 1 FROM traces WHERE project = ?1 AND trace_id = ?2)
            """)
        note.bind(1, project.value)
        note.bind(2, trace.bytes)
        try note.run()
        if writer.connection.changeCount > 0 {
            writer.awaited.insert(Append.TraceKey(project: project, trace: trace))
        }
    }

    /// To be called for every new trace.
    func arrived(_ trace: TraceID, _ project: ProjectID) throws(StoreError) {
        let forget = try writer.connection.statement("DELETE FROM awaited WHERE project = ?1 AND trace = ?2")
        forget.bind(1, project.value)
        forget.bind(2, trace.bytes)
        try forget.run()
        writer.awaited.remove(Append.TraceKey(project: project, trace: trace))
    }

    /// Deletes records that an earlier process wrote for traces which never came.
    /// - Returns: whether there may be more.
    func sweepSome() throws(StoreError) -> Bool {
        try writer.commit { () throws(StoreError) in
            let list = try writer.connection.statement("SELECT project, trace FROM awaited")
            defer { list.reset() }
            var lost: [(project: Int64, trace: [UInt8])] = []
            while lost.count < Self.sweptMax, try list.step() {
                let (project, bytes) = (list.int64(0), list.blob(1))
                if let trace = TraceID(bytes: bytes),
                    writer.awaited.contains(Append.TraceKey(project: ProjectID(project), trace: trace))
                {
                    continue
                }
                lost.append((project, bytes))
            }
            list.reset()
            for table in Self.tables + ["awaited"] {
                let delete = try writer.connection.statement(
                    "DELETE FROM \(table) WHERE project = ?1 AND trace = ?2")
                for (project, trace) in lost {
                    delete.bind(1, project)
                    delete.bind(2, trace)
                    try delete.run()
                }
            }
            return lost.count == Self.sweptMax
        }
    }
}
