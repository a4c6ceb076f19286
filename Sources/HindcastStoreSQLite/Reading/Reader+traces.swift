import HindcastModel
import HindcastStore

extension Reader {
    private static let traceColumns = """
        t.trace_id, t.name, t.start, t.end, t.spans, t.errors, t.session, t.user, t.tags, t.metadata, t.input_tokens,
            t.output_tokens, t.cost, t.calls, t.version
        """

    private func summary(_ row: Statement) throws(StoreError) -> TraceSummary {
        guard let id = TraceID(bytes: row.blob(0)) else {
            throw .corrupt("A trace row has no readable id. Restore a backup.")
        }
        var trace = TraceSummary(
            id: id, name: row.text(1), start: Timestamp(nanoseconds: row.int64(2)),
            end: Timestamp(nanoseconds: row.int64(3)))
        trace.spanCount = row.int(4)
        trace.status = row.int64(5) > 0 ? .error : .ok
        trace.sessionID = row.optionalText(6)
        trace.userID = row.optionalText(7)
        trace.tags = Labels.tags(parsing: row.optionalText(8))
        trace.metadata = Labels.object(parsing: row.optionalText(9))
        trace.inputTokens = row.int64(10)
        trace.outputTokens = row.int64(11)
        trace.totalCost = Columns.dollars(row.int64(12))
        trace.modelCallCount = row.int(13)
        trace.sequence = row.int64(14)
        return trace
    }

    func trace(_ id: TraceID, project: Int64) throws(StoreError) -> TraceSummary? {
        let load = try connection.statement(
            "SELECT \(Self.traceColumns) FROM traces t WHERE t.project = ?1 AND t.trace_id = ?2")
        load.bind(1, project)
        load.bind(2, id.bytes)
        defer { load.reset() }
        return try load.step() ? try summary(load) : nil
    }

    func traces(_ query: TraceQuery, project: Int64) throws(StoreError) -> Page<TraceSummary> {
        var condition = TraceCondition { [self] words throws(StoreError) in
            try tracesContaining(words, project: project)
        }
        if let filter = query.filter { try condition.add(filter) }
        var sql = "SELECT \(Self.traceColumns) FROM traces t WHERE t.project = ?"
        if query.cursor != nil { sql += " AND (t.start, t.trace_id) < (?, ?)" }
        if query.filter != nil { sql += " AND " + condition.sql }
        sql += " ORDER BY t.start DESC, t.trace_id DESC LIMIT ?"
        let load = try connection.statement(sql)
        defer { load.reset() }
        var index: Int32 = 1
        func bind(_ value: TraceCondition.Value) {
            load.bind(index, value)
            index += 1
        }
        bind(.integer(project))
        if let cursor = query.cursor {
            let place = try Cursor.trace(cursor)
            bind(.integer(place.start))
            bind(.blob(place.trace.bytes))
        }
        for value in condition.values { bind(value) }
        let limit = min(max(query.limit, 0), StoreLimits.pageMax)
        bind(.integer(Int64(limit) + 1))
        var traces: [TraceSummary] = []
        while try load.step() { traces.append(try summary(load)) }
        guard traces.count > limit else { return Page(items: traces, next: nil) }
        traces.removeLast()
        return Page(items: traces, next: traces.last.map { Cursor.encode($0) })
    }

    func changes(after sequence: Int64, project: Int64, limit: Int) throws(StoreError) -> [TraceChange] {
        let limit = min(max(limit, 0), StoreLimits.pageMax)
        let load = try connection.statement(
            """
            SELECT version, trace_id FROM traces WHERE project = ?1 AND version > ?2
            ORDER BY version, trace_id LIMIT ?3
            """)
        load.bind(1, project)
        load.bind(2, sequence)
        load.bind(3, limit + 1)
        defer { load.reset() }
        var changes: [TraceChange] = []
        while try load.step() {
            guard let trace = TraceID(bytes: load.blob(1)) else { continue }
            changes.append(TraceChange(sequence: load.int64(0), traceID: trace))
        }
        guard changes.count > limit, let cut = changes.popLast() else { return changes }
        let whole = changes.prefix { $0.sequence != cut.sequence }
        return whole.isEmpty ? changes : Array(whole)
    }

    func lastDeletion(project: Int64) throws(StoreError) -> Int64 {
        let load = try connection.statement("SELECT last_deletion FROM totals WHERE project = ?1")
        load.bind(1, project)
        defer { load.reset() }
        return try load.step() ? load.int64(0) : 0
    }
}
