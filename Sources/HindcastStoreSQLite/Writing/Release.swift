import HindcastModel
import HindcastStore

/// Takes references away. Nodes that nobody needs any more go, upwards as far as that leads; contents without nodes
/// become dead and wait for the garbage collector.
struct Release {
    private let writer: Writer
    private let connection: Connection

    init(_ writer: Writer) {
        self.writer = writer
        connection = writer.connection
    }

    func release(
        _ losses: [Int64: Int], project: Int64, totals: inout [Int64: Totals]
    ) throws(StoreError) {
        var losses = losses
        var orphans: Set<Int64> = []
        var released: Int64 = 0
        while !losses.isEmpty {
            var parents: [Int64: Int] = [:]
            var run: CountedRun?
            for (node, count) in losses.sorted(by: { $0.key > $1.key }) where node != NodeID.root.value {
                if run?.run.holds(node) != true {
                    released += try settle(run, &parents, &orphans)
                    run = try CountedRun.load(holding: node, connection)
                }
                run?.add(-count, to: node)
            }
            released += try settle(run, &parents, &orphans)
            losses = parents
        }
        totals[project, default: Totals()].nodes -= released
        if try bury(orphans, totals: &totals) { writer.counters.generation += 1 }
    }

    /// Writes what is left of a run.
    /// - Returns: how many of its nodes are gone.
    private func settle(
        _ run: CountedRun?, _ parents: inout [Int64: Int], _ orphans: inout Set<Int64>
    ) throws(StoreError) -> Int64 {
        guard var run else { return 0 }
        let gone = run.shed()
        orphans.formUnion(gone)
        try run.write(connection)
        if run.run.count == 0 { parents[run.run.parent, default: 0] += 1 }
        return Int64(gone.count)
    }

    /// Marks those of the contents dead that no node names.
    /// - Returns: whether nodes or contents that a caller may remember are gone.
    private func bury(_ contents: Set<Int64>, totals: inout [Int64: Totals]) throws(StoreError) -> Bool {
        let nodes = NodeReader(connection)
        let dead = try connection.statement("INSERT OR IGNORE INTO dead(content) VALUES (?1)")
        for content in contents.sorted() {
            if try !nodes.nodes(of: content, limit: 1).isEmpty { continue }
            dead.bind(1, content)
            try dead.run()
            guard let pack = try writer.packs.pack(holding: content), let entry = pack.entry(content) else {
                continue
            }
            try writer.identities.remove(Identity(entry, of: pack))
            if entry.kind == .message { totals[entry.project, default: Totals()].messages -= 1 }
        }
        return !contents.isEmpty
    }
}
