import HindcastBytes
import HindcastModel
import HindcastStore

/// Frees what deletions left: nodes and names nobody refers to, dead contents, half-filled packs, empty pages. Every
/// step is one bounded transaction.
struct Garbage {
    private let writer: Writer
    private let connection: Connection

    init(_ writer: Writer) {
        self.writer = writer
        connection = writer.connection
    }

    /// Pages given back in one transaction.
    private static let pagesMax = 4000

    /// Nodes that a batch brought for a span which lost against a stored one.
    func sweepUnreferenced() throws(StoreError) {
        try writer.commit { () throws(StoreError) in
            let find = try connection.statement("SELECT id FROM nodes WHERE refs <= 0")
            var losses: [Int64: Int] = [:]
            while try find.step() { losses[find.int64(0)] = 0 }
            if !losses.isEmpty {
                var totals: [Int64: Totals] = [:]
                try Release(writer).release(losses, project: 0, totals: &totals)
                for (project, difference) in totals { try difference.add(to: project, connection) }
            }
            try connection.statement(
                """
                DELETE FROM strings WHERE id NOT IN (
                    SELECT name FROM spans UNION SELECT model FROM spans WHERE model IS NOT NULL
                    UNION SELECT provider FROM spans WHERE provider IS NOT NULL
                    UNION SELECT agent FROM spans WHERE agent IS NOT NULL
                    UNION SELECT extras FROM spans WHERE typeof(extras) = 'integer'
                    UNION SELECT event FROM logs)
                """
            ).run()
            writer.strings.forget()
        }
    }

    func deadCount() throws(StoreError) -> Int {
        Int(try connection.integer("SELECT count(*) FROM dead") ?? 0)
    }

    /// Rewrites one pack without its dead contents.
    /// - Returns: how many were freed; nil when none are left.
    func repackSome() throws(StoreError) -> Int? {
        guard let first = try connection.integer("SELECT min(content) FROM dead") else { return nil }
        return try writer.commit { () throws(StoreError) in
            guard let pack = try writer.packs.pack(holding: first) else {
                try forget(from: first, until: first)
                return 0
            }
            let last = pack.first + Int64(pack.entries.count) - 1
            let dead = try deadContents(from: pack.first, until: last)
            try replace([pack], without: dead)
            try forget(from: pack.first, until: last)
            writer.counters.generation += 1
            return dead.count
        }
    }

    private func deadContents(from first: Int64, until last: Int64) throws(StoreError) -> Set<Int64> {
        let find = try connection.statement("SELECT content FROM dead WHERE content BETWEEN ?1 AND ?2")
        find.bind(1, first)
        find.bind(2, last)
        defer { find.reset() }
        var dead: Set<Int64> = []
        while try find.step() { dead.insert(find.int64(0)) }
        return dead
    }

    private func forget(from first: Int64, until last: Int64) throws(StoreError) {
        let delete = try connection.statement("DELETE FROM dead WHERE content BETWEEN ?1 AND ?2")
        delete.bind(1, first)
        delete.bind(2, last)
        try delete.run()
    }

    /// Writes the contents of adjacent packs anew, as few packs as they fill.
    private func replace(_ packs: [Pack], without dead: Set<Int64>) throws(StoreError) {
        guard let first = packs.first?.first else { return }
        var builder = PackBuilder(
            first: first, packBytesMax: writer.options.packBytesMax, level: writer.options.compressionLevel,
            codec: writer.codec)
        var isEmpty = true
        for pack in packs {
            for (offset, entry) in pack.entries.enumerated() {
                let isGone = entry.kind == .gone || dead.contains(pack.first + Int64(offset))
                if !isGone { isEmpty = false }
                builder.add(
                    isGone ? .gone : entry.kind, project: isGone ? 0 : entry.project,
                    isGone ? [] : pack.bytes[entry.range])
            }
        }
        builder.seal()
        let table = PackTable(connection: connection)
        for pack in packs { try table.delete(first: pack.first) }
        if !isEmpty { try table.insert(builder.sealed) }
        writer.cache.removeAll()
    }

    /// Joins small neighbours among the packs; a trickle of small commits leaves many, and they compress badly.
    /// - Parameters:
    ///   - newest: how many packs to look at from the end, nil for all.
    ///   - packsMin: fewer are not worth the write.
    /// - Returns: whether packs were joined.
    func mergeSome(newest: Int? = nil, packsMin: Int = 2) throws(StoreError) -> Bool {
        let list = try connection.statement(
            """
            SELECT first, count, raw_bytes FROM (SELECT first, count, raw_bytes FROM packs ORDER BY first DESC LIMIT ?1)
            ORDER BY first
            """)
        list.bind(1, newest ?? -1)
        defer { list.reset() }
        var run: [Int64] = []
        var bytes = 0
        var next: Int64 = 0
        while try list.step() {
            let (first, count, raw) = (list.int64(0), list.int64(1), list.int(2))
            if first != next || bytes + raw > writer.options.packBytesMax {
                if run.count >= packsMin { break }
                run = []
                bytes = 0
            }
            run.append(first)
            bytes += raw
            next = first + count
        }
        list.reset()
        guard run.count >= packsMin else { return false }
        try writer.commit { () throws(StoreError) in
            var packs: [Pack] = []
            for first in run {
                guard let pack = try writer.packs.pack(holding: first) else { return }
                packs.append(pack)
            }
            try replace(packs, without: [])
        }
        return true
    }

    /// Gives free pages at the end of the file back.
    /// - Returns: whether there may be more.
    func vacuumSome() throws(StoreError) -> Bool {
        let before = try connection.integer("PRAGMA freelist_count") ?? 0
        guard before > 0 else { return false }
        try connection.execute("PRAGMA incremental_vacuum(\(Self.pagesMax))")
        return try connection.integer("PRAGMA freelist_count") ?? 0 < before
    }

    /// A reader in the middle of a long answer keeps the log; it is folded back at the next occasion.
    func truncateLog() throws(StoreError) {
        _ = try connection.integer("PRAGMA wal_checkpoint(TRUNCATE)")
    }
}
