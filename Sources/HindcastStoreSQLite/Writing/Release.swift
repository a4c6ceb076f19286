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
        let update = try connection.statement(
            "UPDATE nodes SET refs = refs - ?2 WHERE id = ?1 RETURNING refs, parent, content")
        let delete = try connection.statement("DELETE FROM nodes WHERE id = ?1")
        while let (node, count) = losses.popFirst() {
            guard node != NodeID.root.value else { continue }
            update.bind(1, node)
            update.bind(2, count)
            guard try update.step() else { continue }
            let (left, parent, content) = (update.int64(0), update.int64(1), update.int64(2))
            try update.run()
            guard left <= 0 else { continue }
            delete.bind(1, node)
            try delete.run()
            totals[project, default: Totals()].nodes -= 1
            losses[parent, default: 0] += 1
            orphans.insert(content)
        }
        if try bury(orphans, totals: &totals) { writer.counters.generation += 1 }
    }

    /// Marks those of the contents dead that no node names.
    /// - Returns: whether nodes or contents that a caller may remember are gone.
    private func bury(_ contents: Set<Int64>, totals: inout [Int64: Totals]) throws(StoreError) -> Bool {
        let find = try connection.statement("SELECT 1 FROM nodes WHERE content = ?1 LIMIT 1")
        let dead = try connection.statement("INSERT OR IGNORE INTO dead(content) VALUES (?1)")
        for content in contents.sorted() {
            find.bind(1, content)
            let isUsed = try find.step()
            find.reset()
            if isUsed { continue }
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
