import HindcastModel
import HindcastStore

extension Reader {
    /// Where a page of model calls is looked for.
    private enum CallSource: String {
        /// The index.
        case placed = "spans s INDEXED BY spans_calls"
        /// The rows that wait for their place in it: few, and the last of the table.
        case waiting = "spans s"
        /// The spans of some traces.
        case traces = "spans s INDEXED BY spans_id"

        /// `+` keeps SQLite from looking elsewhere than behind the last placed row.
        var condition: String {
            switch self {
            case .placed: "s.project = ?1 AND s.\(SpanFlags.isPlacedCall)"
            case .waiting:
                "s.id > (SELECT placed_span FROM counters) AND +s.project = ?1 AND s.\(SpanFlags.isWaitingCall)"
            case .traces: "s.trace IN (SELECT value FROM json_each(?11)) AND s.\(SpanFlags.isCall)"
            }
        }
    }

    func calls(_ query: CallQuery, project: Int64) throws(StoreError) -> [CallSummary] {
        var model: Int64?
        var agent: Int64?
        var starts: ClosedRange<Int64> = .min ... .max
        if let name = query.model {
            model = try id(ofName: name)
            if model == nil { return [] }
        }
        if let name = query.agent {
            agent = try id(ofName: name)
            guard let agent, let seen = try timesSeen(agent, project: project) else { return [] }
            starts = seen
        }
        let bounds = CallBounds(query.window, within: starts)
        func load(_ source: CallSource, traces: String? = nil) throws(StoreError) -> [CallSummary] {
            try calls(source, bounds, model: model, agent: agent, traces: traces, project: project)
        }
        if let traces = query.traces {
            let found = try load(.traces, traces: try traceRows(traces, project: project))
            return bounds.readsBack ? found.reversed() : found
        }
        let found = try load(.placed) + load(.waiting)
        let sorted = found.sorted { bounds.runsUp ? $0.place < $1.place : $1.place < $0.place }
        let page = Array(sorted.prefix(bounds.limit))
        return bounds.readsBack ? page.reversed() : page
    }

    private func calls(
        _ source: CallSource, _ bounds: CallBounds, model: Int64?, agent: Int64?, traces: String?,
        project: Int64
    ) throws(StoreError) -> [CallSummary] {
        // What the index can tell without the row comes first.
        var conditions = source.condition
        if model != nil { conditions += " AND s.model = ?12" }
        if agent != nil { conditions += " AND s.agent = ?13" }
        conditions += " AND " + CallBounds.condition("s", trace: "t.trace_id")
        let order = bounds.order("s", trace: "t.trace_id")
        func select(_ columns: String, where conditions: String) -> String {
            "SELECT \(columns) FROM \(source.rawValue) CROSS JOIN traces t ON t.id = s.trace"
                + " WHERE \(conditions) \(order)"
        }
        if source == .waiting {
            // All of them are sorted for one page: by their ids alone, which takes a third of the time.
            conditions = "s.id IN (" + select("s.id", where: conditions) + " LIMIT ?10)"
        }
        let load = try connection.statement(
            select(Self.spanColumns + ", t.trace_id", where: conditions) + " LIMIT ?10")
        load.bind(1, project)
        bounds.bind(to: load)
        load.bind(11, traces)
        load.bind(12, model)
        load.bind(13, agent)
        defer { load.reset() }
        var calls: [CallSummary] = []
        while try load.step() {
            guard let trace = TraceID(bytes: load.blob(19)) else {
                throw .corrupt("A trace row has no readable id. Restore a backup.")
            }
            calls.append(CallSummary(traceID: trace, span: try spanSummary(load)))
        }
        return calls
    }

    /// From the first to the last span that named the agent: what was used for a day is not looked for in a year.
    private func timesSeen(_ name: Int64, project: Int64) throws(StoreError) -> ClosedRange<Int64>? {
        let find = try connection.statement("SELECT first, last FROM agents WHERE project = ?1 AND name = ?2")
        find.bind(1, project)
        find.bind(2, name)
        defer { find.reset() }
        guard try find.step(), find.int64(0) <= find.int64(1) else { return nil }
        return find.int64(0)...find.int64(1)
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
