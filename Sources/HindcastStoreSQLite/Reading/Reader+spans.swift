import HindcastModel
import HindcastStore

extension Reader {
    static let spanColumns = """
        s.span_id, s.parent, s.flags, s.start, s.duration, s.name, s.model, s.provider, s.agent, s.input, s.output,
            s.input_tokens, s.output_tokens, s.cache_read, s.cache_write, s.reasoning, s.cost, s.body, s.ropes
        """

    /// Reads a row of `spanColumns`.
    func spanSummary(_ row: Statement) throws(StoreError) -> SpanSummary {
        let start = row.int64(3)
        let flags = SpanFlags(raw: row.int64(2))
        var span = SpanSummary(
            id: SpanID(UInt64(bitPattern: row.int64(0))), kind: flags.kind, name: try name(row.int64(5)),
            start: Timestamp(nanoseconds: start), end: Timestamp(nanoseconds: start &+ row.int64(4)))
        span.parentID = row.optionalInt64(1).map { SpanID(UInt64(bitPattern: $0)) }
        span.status = flags.status
        span.isCounted = flags.isCounted
        span.model = try name(row.optionalInt64(6))
        span.provider = try name(row.optionalInt64(7))
        span.agentName = try name(row.optionalInt64(8))
        span.input = row.optionalInt64(9).map { NodeID($0) }
        span.output = row.optionalInt64(10).map { NodeID($0) }
        span.usage = Usage(
            input: row.optionalInt64(11), output: row.optionalInt64(12), cacheRead: row.optionalInt64(13),
            cacheWrite: row.optionalInt64(14), reasoning: row.optionalInt64(15))
        span.cost = row.optionalDouble(16)
        return span
    }

    func spans(of trace: TraceID, project: Int64, window: Range<Int>?) throws(StoreError) -> [SpanSummary] {
        guard let (row, version) = try traceRow(trace, project: project) else { return [] }
        if let window { return try spans(of: row, version: version, window: window) }
        let load = try connection.statement("SELECT \(Self.spanColumns) FROM spans s WHERE trace = ?1")
        load.bind(1, row)
        defer { load.reset() }
        var spans: [SpanSummary] = []
        while try load.step() { spans.append(try spanSummary(load)) }
        return spans.sorted { ($0.start, $0.id) < ($1.start, $1.id) }
    }

    private func spans(of trace: Int64, version: Int64, window: Range<Int>) throws(StoreError)
        -> [SpanSummary]
    {
        let rows = try order(of: trace, version: version)
        let load = try connection.statement("SELECT \(Self.spanColumns) FROM spans s WHERE id = ?1")
        defer { load.reset() }
        var spans: [SpanSummary] = []
        for row in rows[window.clamped(to: 0..<rows.count)] {
            load.bind(1, row)
            if try load.step() { spans.append(try spanSummary(load)) }
            load.reset()
        }
        return spans
    }

    private func order(of trace: Int64, version: Int64) throws(StoreError) -> [Int64] {
        if let known = orders.rows(trace: trace, version: version) { return known }
        let load = try connection.statement("SELECT id, start, span_id FROM spans WHERE trace = ?1")
        load.bind(1, trace)
        defer { load.reset() }
        var places: [(place: Precedence, row: Int64)] = []
        while try load.step() {
            let place = Precedence(start: load.int64(1), span: UInt64(bitPattern: load.int64(2)))
            places.append((place, load.int64(0)))
        }
        let rows = places.sorted { $0.place < $1.place }.map(\.row)
        orders.remember(rows, trace: trace, version: version)
        return rows
    }

    func storedSpans(_ ids: [SpanID], of trace: TraceID, project: Int64) throws(StoreError) -> [StoredSpan] {
        guard let (row, _) = try traceRow(trace, project: project) else { return [] }
        let load = try connection.statement(
            "SELECT \(Self.spanColumns) FROM spans s WHERE trace = ?1 AND span_id = ?2")
        var found: [(span: SpanSummary, ropes: [NodeID], body: Int64)] = []
        for id in Set(ids) {
            load.bind(1, row)
            load.bind(2, Int64(bitPattern: id.value))
            defer { load.reset() }
            guard try load.step() else { continue }
            let ropes = Ropes.decode(load.optionalBlob(18)).map { NodeID($0) }
            found.append((try spanSummary(load), ropes, load.int64(17)))
        }
        let bodies = try packs.contents(found.map(\.body))
        var spans: [StoredSpan] = []
        for item in found {
            guard let body = bodies[item.body].flatMap({ SpanBody($0) }) else {
                throw .corrupt(
                    "The body of span \(item.span.id) of trace \(trace) is lost. Restore a backup.")
            }
            spans.append(StoredSpan(summary: item.span, ropes: item.ropes, body: body.draft))
        }
        return spans
    }

    /// Doubles of other calls are left out: they would read as retries.
    func earlierCalls(
        session: String, before: Timestamp, project: Int64, limit: Int
    ) throws(StoreError) -> [ModelCall] {
        guard limit > 0 else { return [] }
        let traces = try connection.statement(
            """
            SELECT id FROM traces WHERE project = ?1 AND session = ?2 AND start < ?3 AND kinds & ?4 != 0
            ORDER BY start DESC
            """)
        traces.bind(1, project)
        traces.bind(2, Columns.cut(session) as String)
        traces.bind(3, before.nanoseconds)
        traces.bind(4, Int64(1) << Int64(SpanFlags.code(.llm)))
        defer { traces.reset() }
        let load = try connection.statement(
            "SELECT span_id, flags, start, input, output FROM spans WHERE trace = ?1")
        var calls: [ModelCall] = []
        while calls.count < limit, try traces.step() {
            load.bind(1, traces.int64(0))
            defer { load.reset() }
            while try load.step() {
                let flags = SpanFlags(raw: load.int64(1))
                guard flags.kind == .llm, flags.isCounted else { continue }
                calls.append(
                    ModelCall(
                        spanID: SpanID(UInt64(bitPattern: load.int64(0))),
                        start: Timestamp(nanoseconds: load.int64(2)),
                        input: load.optionalInt64(3).map { NodeID($0) },
                        output: load.optionalInt64(4).map { NodeID($0) }))
            }
        }
        return calls.sorted { ($0.start, $0.spanID) < ($1.start, $1.spanID) }.suffix(limit)
    }
}
