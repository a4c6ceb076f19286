import HindcastModel
import HindcastStore

extension Reader {
    /// The rows of the index `spans_calls`: model calls that count.
    private static let isCall = "s.flags & 79 = 2"

    func calls(_ query: CallQuery, project: Int64) throws(StoreError) -> [CallSummary] {
        let bounds = CallBounds(query.window)
        var table = "spans s INDEXED BY spans_calls"
        var condition = ""
        var names: [Int64] = []
        for (column, name) in [("model", query.model), ("agent", query.agent)] {
            guard let name else { continue }
            guard let id = try self.id(ofName: name) else { return [] }
            condition += " AND s.\(column) = ?\(11 + names.count)"
            names.append(id)
        }
        var rows: String?
        if let traces = query.traces {
            rows = try traceRows(traces, project: project)
            table = "spans s"
            condition += " AND s.trace IN (SELECT value FROM json_each(?\(11 + names.count)))"
        }
        let load = try connection.statement(
            """
            SELECT \(Self.spanColumns), t.trace_id FROM \(table) CROSS JOIN traces t ON t.id = s.trace
            WHERE s.project = ?1 AND \(Self.isCall) AND \(CallBounds.condition("s", trace: "t.trace_id"))\(condition)
            \(bounds.order("s", trace: "t.trace_id")) LIMIT ?10
            """)
        load.bind(1, project)
        bounds.bind(to: load)
        for (index, name) in names.enumerated() { load.bind(Int32(11 + index), name) }
        if let rows { load.bind(Int32(11 + names.count), rows) }
        defer { load.reset() }
        var calls: [CallSummary] = []
        while try load.step() {
            guard let trace = TraceID(bytes: load.blob(19)) else {
                throw .corrupt("A trace row has no readable id. Restore a backup.")
            }
            calls.append(CallSummary(traceID: trace, span: try spanSummary(load)))
        }
        return bounds.readsBack ? calls.reversed() : calls
    }

    /// As a JSON array.
    private func traceRows(_ traces: [TraceID], project: Int64) throws(StoreError) -> String {
        var rows: [String] = []
        for trace in Set(traces) {
            if let found = try traceRow(trace, project: project) { rows.append(String(found.row)) }
        }
        return "[" + rows.joined(separator: ",") + "]"
    }

    private func id(ofName name: String) throws(StoreError) -> Int64? {
        let find = try connection.statement("SELECT id FROM strings WHERE bytes = ?1")
        find.bind(1, Array((Columns.cut(name) as String).utf8))
        defer { find.reset() }
        return try find.step() ? find.int64(0) : nil
    }

    func traces(in ids: ClosedRange<TraceID>, project: Int64, limit: Int) throws(StoreError) -> [TraceID] {
        let load = try connection.statement(
            """
            SELECT trace_id FROM traces WHERE project = ?1 AND trace_id BETWEEN ?2 AND ?3 ORDER BY trace_id LIMIT ?4
            """)
        load.bind(1, project)
        load.bind(2, ids.lowerBound.bytes)
        load.bind(3, ids.upperBound.bytes)
        load.bind(4, min(max(limit, 0), StoreLimits.pageMax))
        defer { load.reset() }
        var found: [TraceID] = []
        while try load.step() { if let id = TraceID(bytes: load.blob(0)) { found.append(id) } }
        return found
    }

    func agents(project: Int64) throws(StoreError) -> [AgentSummary] {
        let load = try connection.statement(
            """
            SELECT n.bytes, a.first, a.last, a.spans FROM agents a JOIN strings n ON n.id = a.name
            WHERE a.project = ?1 AND a.spans > 0 ORDER BY n.bytes LIMIT ?2
            """)
        load.bind(1, project)
        load.bind(2, StoreLimits.agentsMax)
        defer { load.reset() }
        var agents: [AgentSummary] = []
        while try load.step() {
            agents.append(
                AgentSummary(
                    name: String(decoding: load.blob(0), as: UTF8.self),
                    firstSeen: Timestamp(nanoseconds: load.int64(1)),
                    lastSeen: Timestamp(nanoseconds: load.int64(2)), spanCount: load.int64(3)))
        }
        return agents
    }
}
