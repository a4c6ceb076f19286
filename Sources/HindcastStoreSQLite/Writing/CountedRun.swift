import HindcastStore

/// A run with how often each of its nodes is referred to: by nodes behind it, by spans that end there, by ropes.
struct CountedRun {
    private(set) var run: NodeRun
    /// Of the last node.
    private(set) var refs: Int
    /// Of each earlier node, besides the one from the node behind it. Left out while all are zero.
    private var earlier: [Int] = []
    /// As it stands in its row.
    private let stored: NodeRun

    /// A run that is not stored yet.
    /// - Parameter nodes: those of the run, in their order.
    init(_ run: NodeRun, _ nodes: ArraySlice<Append.NewNode>) {
        self.run = run
        stored = run
        refs = nodes.last?.refs ?? 0
        let earlier = nodes.dropLast().map { $0.refs - 1 }
        if earlier.contains(where: { $0 != 0 }) { self.earlier = earlier }
    }

    /// Reads a row of `columns`.
    init(_ row: Statement) {
        run = NodeRun(row)
        stored = run
        refs = row.int(5)
        var reader = VarintReader(row.optionalBlob(6) ?? [])
        while let count = reader.unsigned() { earlier.append(Int(clamping: count)) }
    }

    static let columns = NodeRun.columns + ", refs, earlier"

    /// The run that holds a node. Nil when it is gone.
    static func load(holding node: Int64, _ connection: Connection) throws(StoreError) -> CountedRun? {
        let find = try connection.statement(
            "SELECT \(columns) FROM nodes WHERE id >= ?1 ORDER BY id LIMIT 1")
        find.bind(1, node)
        defer { find.reset() }
        guard try find.step() else { return nil }
        let found = CountedRun(find)
        guard found.run.holds(node) else { return nil }
        guard found.isWhole else {
            throw .corrupt(
                "The run of node \(found.run.last) has lost counts of its nodes. Restore a backup.")
        }
        return found
    }

    /// Whether it tells a count for each of its nodes.
    var isWhole: Bool { run.count > 0 && (earlier.isEmpty || earlier.count == Int(run.count) - 1) }

    /// References to a node of the run, that of the node behind it included.
    func count(of node: Int64) -> Int {
        if node == run.last { return refs }
        return 1 + (earlier.isEmpty ? 0 : earlier[Int(node - run.first)])
    }

    /// Changes the count of a node of the run.
    mutating func add(_ difference: Int, to node: Int64) {
        if node == run.last {
            refs += difference
        } else if difference != 0 {
            if earlier.isEmpty { earlier = Array(repeating: 0, count: Int(run.count) - 1) }
            earlier[Int(node - run.first)] += difference
        }
    }

    /// Takes away the nodes at the end that nobody refers to.
    /// - Returns: their contents.
    mutating func shed() -> Range<Int64> {
        var count = run.count
        while count > 0, refs <= 0 {
            count -= 1
            refs = count > 0 ? earlier.popLast() ?? 0 : 0
        }
        let gone = run.content + count..<run.content + run.count
        run = NodeRun(
            last: run.first + count - 1, count: count, parent: run.parent, content: run.content,
            depth: run.depth)
        return gone
    }

    private var encoded: [UInt8]? {
        guard earlier.contains(where: { $0 != 0 }) else { return nil }
        var writer = VarintWriter()
        for count in earlier { writer.unsigned(UInt64(max(0, count))) }
        return writer.bytes
    }
}

extension CountedRun {
    /// Rows for new runs. Few of those have paths that branch off, whose counts would be bytes.
    static func newRows(_ connection: Connection) -> PlainRows {
        PlainRows("nodes", ["id", "count", "parent", "content", "depth", "refs"], connection)
    }

    func insert(into rows: inout PlainRows, _ connection: Connection) throws(StoreError) {
        if let encoded { return try insert(encoded, connection) }
        rows.add(run.last)
        rows.add(run.count)
        rows.add(run.parent)
        rows.add(run.content)
        rows.add(run.depth)
        rows.add(Int64(refs))
        try rows.endRow()
    }

    /// Writes what has changed.
    func write(_ connection: Connection) throws(StoreError) {
        if run.count == 0 {
            let delete = try connection.statement("DELETE FROM nodes WHERE id = ?1")
            delete.bind(1, stored.last)
            return try delete.run()
        }
        let isShorter = run.count < stored.count
        let update = try connection.statement(
            isShorter
                ? "UPDATE nodes SET refs = ?2, earlier = ?3, id = ?4, count = ?5 WHERE id = ?1"
                : "UPDATE nodes SET refs = ?2, earlier = ?3 WHERE id = ?1")
        update.bind(1, stored.last)
        update.bind(2, refs)
        update.bind(3, encoded)
        if isShorter {
            update.bind(4, run.last)
            update.bind(5, run.count)
        }
        try update.run()
    }

    private func insert(_ earlier: [UInt8], _ connection: Connection) throws(StoreError) {
        let insert = try connection.statement(
            """
            INSERT INTO nodes(id, count, parent, content, depth, refs, earlier) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """)
        insert.bind(1, run.last)
        insert.bind(2, run.count)
        insert.bind(3, run.parent)
        insert.bind(4, run.content)
        insert.bind(5, run.depth)
        insert.bind(6, refs)
        insert.bind(7, earlier)
        try insert.run()
    }
}
