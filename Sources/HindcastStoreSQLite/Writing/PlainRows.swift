import HindcastStore

/// New rows of whole numbers, written many by one statement, which spares SQLite to begin and end one for each.
struct PlainRows {
    private let connection: Connection
    private let columnCount: Int
    private let insertOne: String
    private let insertMany: String
    /// Row after row.
    private var values: [Int64?] = []

    /// Rows of one statement: what beginning one costs is spread thin enough.
    private static let rowsMax = 16

    init(_ table: String, _ columns: [String], _ connection: Connection) {
        self.connection = connection
        columnCount = columns.count
        insertOne = Self.insert(table, columns, rows: 1)
        insertMany = Self.insert(table, columns, rows: Self.rowsMax)
    }

    /// The next value of the row that is being added.
    mutating func add(_ value: Int64?) { values.append(value) }

    /// All columns of a row were added.
    mutating func endRow() throws(StoreError) {
        guard values.count == Self.rowsMax * columnCount else { return }
        try run(insertMany, values[...])
        values.removeAll(keepingCapacity: true)
    }

    /// Writes what has not been written.
    mutating func finish() throws(StoreError) {
        for start in stride(from: 0, to: values.count, by: columnCount) {
            try run(insertOne, values[start..<start + columnCount])
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

    /// `OR FAIL`: a row that cannot be written takes the whole commit back, so SQLite needs no copies of pages to take
    /// back one statement.
    private static func insert(_ table: String, _ columns: [String], rows: Int) -> String {
        let row = "(" + columns.map { _ in "?" }.joined(separator: ", ") + ")"
        let places = Array(repeating: row, count: rows).joined(separator: ", ")
        return "INSERT OR FAIL INTO \(table)(\(columns.joined(separator: ", "))) VALUES \(places)"
    }
}
