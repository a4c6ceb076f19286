import HindcastStore

extension SearchIndex {
    /// All segments, oldest first.
    func segments() throws(StoreError) -> [Segment] {
        let list = try connection.statement(
            "SELECT id, level, first, last, bytes FROM segments ORDER BY first")
        defer { list.reset() }
        var segments: [Segment] = []
        while try list.step() {
            guard list.int64(2) <= list.int64(3) else { throw WordBlock.damage }
            segments.append(
                Segment(
                    id: list.int64(0), level: list.int64(1), contents: list.int64(2)...list.int64(3),
                    bytes: list.int64(4)))
        }
        return segments
    }

    /// Writes the words of a batch, and how far it came.
    func write(_ batch: WordBatch) throws(StoreError) {
        try connection.transaction { () throws(StoreError) in
            if batch.rows > 0 {
                try writeSegment(level: 0, batch.contents) { writer throws(StoreError) in
                    try batch.visit { key, contents throws(StoreError) in try writer.add(key, contents) }
                }
            }
            try advance(to: batch.contents.upperBound, rows: batch.rows)
        }
    }

    private func writeSegment(
        level: Int64, _ contents: ClosedRange<Int64>,
        _ body: (inout SegmentWriter) throws(StoreError) -> Void
    ) throws(StoreError) {
        let id = (try connection.integer("SELECT max(id) FROM segments") ?? 0) + 1
        var writer = SegmentWriter(connection, segment: id, before: contents.lowerBound - 1)
        try body(&writer)
        try writer.finish()
        let insert = try connection.statement(
            "INSERT INTO segments(id, level, first, last, bytes) VALUES (?1, ?2, ?3, ?4, ?5)")
        insert.bind(1, id)
        insert.bind(2, level)
        insert.bind(3, contents.lowerBound)
        insert.bind(4, contents.upperBound)
        insert.bind(5, writer.bytesWritten)
        try insert.run()
    }

    /// Merges some segments into one. Returns whether there were any.
    func merge() throws(StoreError) -> Bool {
        guard let merged = Segment.mergeable(try segments()), let oldest = merged.first,
            let newest = merged.last
        else { return false }
        try connection.transaction { () throws(StoreError) in
            let range = oldest.contents.lowerBound...newest.contents.upperBound
            try writeSegment(level: oldest.level + 1, range) { writer throws(StoreError) in
                try merge(merged, into: &writer)
            }
            for segment in merged { try delete(segment) }
        }
        return true
    }

    private func merge(_ segments: ArraySlice<Segment>, into writer: inout SegmentWriter) throws(StoreError) {
        var cursors: [SegmentCursor] = []
        for segment in segments {
            var cursor = SegmentCursor(connection, segment, takes: true)
            if try cursor.next() { cursors.append(cursor) }
        }
        var contents: [Int64] = []
        var first: [Int] = []
        while !cursors.isEmpty {
            Self.findFirst(cursors.span, &first)
            try Self.add(first, of: cursors.span, &contents, to: &writer)
            for index in first.reversed() {
                if try !cursors[index].next() { cursors.remove(at: index) }
            }
        }
    }

    /// Writes the word of some cursors with the contents of all of them. Borrows the cursors: each word comes here.
    private static func add(
        _ first: [Int], of cursors: Span<SegmentCursor>, _ contents: inout [Int64],
        to writer: inout SegmentWriter
    ) throws(StoreError) {
        contents.removeAll(keepingCapacity: true)
        for index in first { try cursors[index].contents(into: &contents) }
        try writer.add(cursors[first[0]].word, contents.span)
    }

    /// The cursors at the word that comes first, in their order.
    private static func findFirst(_ cursors: Span<SegmentCursor>, _ first: inout [Int]) {
        first.removeAll(keepingCapacity: true)
        for index in cursors.indices {
            let order = first.isEmpty ? 0 : cursors[index].word.order(cursors[first[0]].word)
            if order < 0 { first.removeAll(keepingCapacity: true) }
            if order <= 0 { first.append(index) }
        }
    }

    /// A segment whose blocks are gone.
    private func delete(_ segment: Segment) throws(StoreError) {
        let delete = try connection.statement("DELETE FROM segments WHERE id = ?1")
        delete.bind(1, segment.id)
        try delete.run()
    }
}
