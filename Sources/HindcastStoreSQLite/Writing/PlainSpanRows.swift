import HindcastModel
import HindcastStore

/// Rows of spans of which only the place is known: steps of a pushed conversation, a program's inner calls.
struct PlainSpanRows {
    private var rows: PlainRows

    private static let columns = [
        "id", "trace", "project", "span_id", "parent", "flags", "start", "duration", "body", "name", "model",
        "input", "output",
    ]

    init(_ connection: Connection) { rows = PlainRows("spans", Self.columns, connection) }

    /// Whether the other columns of its row are empty.
    static func fits(_ plan: SpanPlan, extras: SpanExtras) -> Bool {
        plan.replaced == nil && plan.ropes.isEmpty && extras.isEmpty && plan.record.provider == nil
            && plan.record.agentName == nil && plan.record.cost == nil && plan.record.responseID == nil
            && plan.record.usage == .unknown
    }

    mutating func add(_ plan: SpanPlan, flags: SpanFlags, name: Int64, model: Int64?) throws(StoreError) {
        rows.add(plan.row)
        rows.add(plan.work.row.id)
        rows.add(plan.record.project.value)
        rows.add(Int64(bitPattern: plan.record.spanID.value))
        rows.add(plan.record.parentID.map { Int64(bitPattern: $0.value) })
        rows.add(flags.raw)
        rows.add(plan.record.start.nanoseconds)
        rows.add(plan.record.end.nanoseconds &- plan.record.start.nanoseconds)
        rows.add(plan.body)
        rows.add(name)
        rows.add(model)
        rows.add(plan.input)
        rows.add(plan.output)
        try rows.endRow()
    }

    /// Writes what has not been written.
    mutating func finish() throws(StoreError) { try rows.finish() }
}
