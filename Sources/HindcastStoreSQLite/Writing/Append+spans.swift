import HindcastModel
import HindcastStore

extension Append {
    private struct SpanKey: Hashable {
        let trace: TraceKey
        let span: SpanID
    }

    /// Decides which spans of the batch are written: the best of those with one id, if it beats the stored one.
    func planSpans() throws(StoreError) {
        var winners: [SpanKey: Int] = [:]
        winners.reserveCapacity(batch.spans.count)
        for (index, record) in batch.spans.enumerated() {
            let key = SpanKey(
                trace: TraceKey(project: record.project, trace: record.traceID), span: record.spanID)
            if let rival = winners[key], !Self.isBetter(record, than: batch.spans[rival]) { continue }
            winners[key] = index
        }
        for index in winners.values.sorted() {
            let record = batch.spans[index]
            let work = try work(for: TraceKey(project: record.project, trace: record.traceID))
            var row = writer.counters.nextSpan
            var replaced: OldSpan?
            if let stored = work.before, let old = try oldSpan(record.spanID, trace: stored.id) {
                guard try isBetter(record, than: old) else { continue }
                replaced = old
                row = old.row
            } else {
                writer.counters.nextSpan += 1
            }
            if record.kind == .llm { work.plannedCalls += 1 }
            plans.append(SpanPlan(record, work: work, row: row, replaced: replaced))
        }
    }

    private static func isBetter(_ one: SpanRecord, than other: SpanRecord) -> Bool {
        if one.end != other.end { return one.end > other.end }
        return isBetter(body: one.body, than: other.body)
    }

    private static func isBetter(body one: [UInt8], than other: [UInt8]) -> Bool {
        one.count == other.count ? other.lexicographicallyPrecedes(one) : one.count > other.count
    }

    private func isBetter(_ record: SpanRecord, than old: OldSpan) throws(StoreError) -> Bool {
        if record.end.nanoseconds != old.end { return record.end.nanoseconds > old.end }
        let stored = try writer.packs.content(old.body).flatMap { SpanBody($0)?.draft }
        guard let stored else {
            throw .corrupt("The body of span \(record.spanID) is lost. Restore a backup.")
        }
        return Self.isBetter(body: record.body, than: stored)
    }

    func work(for key: TraceKey) throws(StoreError) -> TraceWork {
        if let known = works[key] { return known }
        let work: TraceWork
        if let stored = try writer.traces.load(key.trace, project: key.project.value) {
            work = TraceWork(stored: stored)
        } else {
            let id = writer.counters.nextTrace
            writer.counters.nextTrace += 1
            work = TraceWork(fresh: TraceRow(id: id, project: key.project.value, traceID: key.trace))
        }
        works[key] = work
        return work
    }

    private func oldSpan(_ span: SpanID, trace: Int64) throws(StoreError) -> OldSpan? {
        let find = try connection.statement(
            "SELECT id, start, duration, body, input, output, ropes, agent FROM spans WHERE trace = ?1 AND span_id = ?2"
        )
        find.bind(1, trace)
        find.bind(2, Int64(bitPattern: span.value))
        defer { find.reset() }
        guard try find.step() else { return nil }
        return OldSpan(
            row: find.int64(0), end: find.int64(1) &+ find.int64(2), body: find.int64(3),
            input: find.optionalInt64(4), output: find.optionalInt64(5),
            ropes: Ropes.decode(find.optionalBlob(6)), agent: find.optionalInt64(7))
    }

    func writeSpans() throws(StoreError) {
        let insert = try connection.statement("INSERT" + Self.intoSpans)
        let replace = try connection.statement("REPLACE" + Self.intoSpans)
        var plain = PlainSpanRows(connection)
        for plan in plans {
            var flags = SpanFlags(kind: plan.record.kind, status: plan.record.status)
            flags.isCounted = true
            flags.isWaiting = plan.record.kind == .llm && CallIndex(writer).waits(plan.row, of: plan.work)
            let extras = SpanExtras(plan.record)
            let name = Columns.cut(plan.record.name) as String
            if PlainSpanRows.fits(plan, extras: extras) {
                try plain.add(
                    plan, flags: flags, name: writer.strings.id(of: name),
                    model: writer.strings.id(of: Columns.cut(plan.record.model)))
            } else {
                try write(
                    plan, plan.replaced == nil ? insert : replace, flags: flags, name: name, extras: extras)
            }
            try absorb(plan, flags: flags, name: name, extras: extras)
        }
        try plain.finish()
    }

    /// Takes a span that is written into its trace's row.
    private func absorb(
        _ plan: SpanPlan, flags: SpanFlags, name: String, extras: SpanExtras
    ) throws(StoreError) {
        let work = plan.work
        work.isTouched = true
        if let old = plan.replaced {
            work.needsRecount = true
            let dead = try connection.statement("INSERT OR IGNORE INTO dead(content) VALUES (?1)")
            dead.bind(1, old.body)
            try dead.run()
        } else {
            totals[plan.record.project.value, default: Totals()].spans += 1
        }
        let facts = SpanFacts(
            span: plan.record.spanID.value, isRoot: plan.record.parentID == nil,
            start: plan.record.start.nanoseconds,
            end: plan.record.end.nanoseconds, flags: flags, name: name, extras: extras,
            inputTokens: plan.record.usage.input ?? 0, outputTokens: plan.record.usage.output ?? 0,
            cost: Columns.pico(plan.record.cost))
        if plan.record.kind == .llm {
            work.calls.append(plan.row)
            if work.row.overlapsCalls(facts) { work.hasOverlaps = true }
        }
        if work.row.state.isSuspect { work.needsRecount = true }
        if !work.needsRecount { work.row.absorb(facts) }
    }

    private static let intoSpans = """
         INTO spans(id, trace, project, span_id, parent, flags, start, duration, body, name, model, provider,
            agent, input, output, ropes, input_tokens, output_tokens, cache_read, cache_write, reasoning, cost,
            response, extras)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
            ?23, ?24)
        """

    private func write(
        _ plan: SpanPlan, _ insert: Statement, flags: SpanFlags, name: String, extras: SpanExtras
    ) throws(StoreError) {
        let record = plan.record
        let strings = writer.strings
        insert.bind(1, plan.row)
        insert.bind(2, plan.work.row.id)
        insert.bind(3, record.project.value)
        insert.bind(4, Int64(bitPattern: record.spanID.value))
        insert.bind(5, record.parentID.map { Int64(bitPattern: $0.value) })
        insert.bind(6, flags.raw)
        insert.bind(7, record.start.nanoseconds)
        insert.bind(8, record.end.nanoseconds &- record.start.nanoseconds)
        insert.bind(9, plan.body)
        insert.bind(10, try strings.id(of: name) as Int64)
        insert.bind(11, try strings.id(of: Columns.cut(record.model)))
        insert.bind(12, try strings.id(of: Columns.cut(record.provider)))
        let agent = try strings.id(of: Columns.cut(record.agentName)) as Int64?
        agents.replace(plan.replaced?.agent, with: agent, start: record.start, project: record.project.value)
        insert.bind(13, agent)
        insert.bind(14, plan.input)
        insert.bind(15, plan.output)
        insert.bind(16, Ropes.encode(plan.ropes))
        insert.bind(17, record.usage.input)
        insert.bind(18, record.usage.output)
        insert.bind(19, record.usage.cacheRead)
        insert.bind(20, record.usage.cacheWrite)
        insert.bind(21, record.usage.reasoning)
        insert.bind(22, record.cost)
        insert.bind(23, Columns.cut(record.responseID))
        try bind(extras, to: insert)
        try insert.run()
    }

    private func bind(_ extras: SpanExtras, to insert: Statement) throws(StoreError) {
        if extras.isEmpty { return insert.bindNull(24) }
        let encoded = extras.encoded
        if encoded.count > SpanExtras.internedBytesMax { return insert.bind(24, encoded) }
        insert.bind(24, try writer.strings.id(of: encoded) as Int64)
    }
}
