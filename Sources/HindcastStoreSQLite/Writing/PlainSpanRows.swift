import HindcastModel
import HindcastStore

/// Rows of spans of which only the place is known: steps of a pushed conversation, a program's inner calls. They are
/// written many by one statement, which spares SQLite to begin and end one for each.
struct PlainSpanRows {
    private let connection: Connection
    /// Row after row.
    private var values: [Int64?] = []

    private static let columns = [
        "id", "trace", "project", "span_id", "parent", "flags", "start", "duration", "body", "name", "model",
        "input",
        "output",
    ]
    /// Rows of one statement: what beginning one costs is spread thin enough.
    private static let rowsMax = 16

    private static let insertOne = insert(rows: 1)
    private static let insertMany = insert(rows: rowsMax)

    init(_ connection: Connection) { self.connection = connection }

    /// Whether the other columns of its row are empty.
    static func fits(_ plan: SpanPlan, extras: SpanExtras) -> Bool {
        return plan.replaced == nil && plan.ropes.isEmpty && extras.isEmpty && plan.record.provider == nil
            && plan.record.agentName == nil && plan.record.cost == nil && plan.record.responseID == nil
            && plan.record.usage == .unknown
    }

    mutating func add(_ plan: SpanPlan, flags: SpanFlags, name: Int64, model: Int64?) throws(StoreError) {
        values.append(plan.row)
        values.append(plan.work.row.id)
        values.append(plan.record.project.value)
        values.append(Int64(bitPattern: plan.record.spanID.value))
        values.append(plan.record.parentID.map { Int64(bitPattern: $0.value) })
        values.append(flags.raw)
        values.append(plan.record.start.nanoseconds)
        values.append(plan.record.end.nanoseconds &- plan.record.start.nanoseconds)
        values.append(plan.body)
        values.append(name)
        values.append(model)
        values.append(plan.input)
        values.append(plan.output)
        guard values.count == Self.rowsMax * Self.columns.count else { return }
        try run(Self.insertMany, values[...])
        values.removeAll(keepingCapacity: true)
    }

    /// Writes what has not been written.
    mutating func finish() throws(StoreError) {
        for start in stride(from: 0, to: values.count, by: Self.columns.count) {
            try run(Self.insertOne, values[start..<start + Self.columns.count])
        }
        values.removeAll(keepingCapacity: true)
    }

    private func run(_ sql: String, _ values: ArraySlice<Int64?>) throws(StoreError) {
        let insert = try connection.statement(sql)
        var place: Int32 = 0
        for value in values {
            place += 1
            insert.bind(place, value)
        }
        try insert.run()
    }

    private static func insert(rows: Int) -> String {
        let row = "(" + columns.map { _ in "?" }.joined(separator: ", ") + ")"
        let places = Array(repeating: row, count: rows).joined(separator: ", ")
        return "INSERT INTO spans(\(columns.joined(separator: ", "))) VALUES \(places)"
    }
}
