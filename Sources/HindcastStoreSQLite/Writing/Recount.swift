import HindcastModel
import HindcastStore

/// Makes a trace's row anew from all of its spans: after a span was replaced, when calls overlap, and to check.
struct Recount {
    let connection: Connection

    private struct Line {
        let row: Int64
        var facts: SpanFacts
        let candidate: DuplicateCalls.Candidate
    }

    /// - Parameter writingFlags: whether spans whose part in the sums changed are written, too.
    func recount(_ row: TraceRow, writingFlags: Bool) throws(StoreError) -> TraceRow {
        let lines = try load(row.id)
        let doubles = DuplicateCalls.find(in: lines.map(\.candidate))
        var fresh = row.emptied
        let update = try connection.statement("UPDATE spans SET flags = ?2 WHERE id = ?1")
        for var line in lines {
            let isCounted = !doubles.contains(SpanID(line.facts.span))
            if line.facts.flags.isCounted != isCounted {
                line.facts.flags.isCounted = isCounted
                if writingFlags {
                    update.bind(1, line.row)
                    update.bind(2, line.facts.flags.raw)
                    try update.run()
                }
            }
            fresh.absorb(line.facts)
        }
        fresh.state.isSuspect = isSuspect(lines.map(\.candidate), doubles)
        return fresh
    }

    /// Two calls that would be one if an ancestor that has not arrived yet joined them.
    private func isSuspect(_ candidates: [DuplicateCalls.Candidate], _ doubles: Set<SpanID>) -> Bool {
        let calls = candidates.filter { $0.isModelCall && !doubles.contains($0.spanID) }
            .sorted { ($0.start, $0.spanID) < ($1.start, $1.spanID) }
        var responses: [String: Timestamp] = [:]
        var answers: [String: Timestamp] = [:]
        for call in calls {
            if let response = call.responseID {
                if let end = responses[response], end >= call.start { return true }
                responses[response] = max(responses[response] ?? call.end, call.end)
            }
            if let answer = call.answer {
                let key = "\(answer.value) \(call.model ?? "")"
                if let end = answers[key], end >= call.start { return true }
                answers[key] = max(answers[key] ?? call.end, call.end)
            }
        }
        return false
    }

    private func load(_ trace: Int64) throws(StoreError) -> [Line] {
        let load = try connection.statement(
            """
            SELECT s.id, s.span_id, s.parent, s.flags, s.start, s.duration, n.bytes, m.bytes, s.response, s.input,
                s.output, \(NodeRun.content(of: "s.output")), s.input_tokens, s.output_tokens, s.cost,
                CASE typeof(s.extras) WHEN 'integer' THEN x.bytes ELSE s.extras END
            FROM spans s
            LEFT JOIN strings n ON n.id = s.name
            LEFT JOIN strings m ON m.id = s.model
            LEFT JOIN strings x ON x.id = s.extras
            WHERE s.trace = ?1
            """)
        load.bind(1, trace)
        defer { load.reset() }
        var lines: [Line] = []
        while try load.step() {
            let start = load.int64(4)
            let end = start &+ load.int64(5)
            let flags = SpanFlags(raw: load.int64(3))
            let span = UInt64(bitPattern: load.int64(1))
            let parent = load.optionalInt64(2)
            let extras = load.optionalBlob(15).map { SpanExtras(encoded: $0) } ?? SpanExtras()
            guard let extras else {
                throw .corrupt("A span row of trace \(trace) is damaged. Restore a backup.")
            }
            let facts = SpanFacts(
                span: span, isRoot: parent == nil, start: start, end: end, flags: flags,
                name: String(decoding: load.blob(6), as: UTF8.self), extras: extras,
                inputTokens: load.int64(12),
                outputTokens: load.int64(13), cost: Columns.pico(load.optionalDouble(14)))
            let candidate = DuplicateCalls.Candidate(
                spanID: SpanID(span), parentID: parent.map { SpanID(UInt64(bitPattern: $0)) },
                isModelCall: flags.kind == .llm, start: Timestamp(nanoseconds: start),
                end: Timestamp(nanoseconds: end),
                model: load.optionalBlob(7).map { String(decoding: $0, as: UTF8.self) },
                responseID: load.optionalText(8), answer: load.optionalInt64(11).map { ContentID($0) },
                hasMessages: !load.isNull(9) || !load.isNull(10))
            lines.append(Line(row: load.int64(0), facts: facts, candidate: candidate))
        }
        return lines
    }
}
