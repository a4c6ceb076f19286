import HindcastModel
import HindcastStore

/// Puts model calls into the index `spans_calls`, many at once and in its order.
///
/// Calls arrive when they end and are listed by when they began, so one by one each would touch a page of its own: with
/// a dozen runs at a time twenty pages a commit instead of one or two. Until their turn comes they wait, marked in
/// their flags, and readers look through the rows behind `Counters.placedSpan` as well.
struct CallIndex {
    private let writer: Writer

    init(_ writer: Writer) { self.writer = writer }

    /// Measured with two busy cores: a reader looks through as many rows in about a millisecond, and the commit that
    /// places them takes about ten longer. Twice as many would halve the pages that placing logs.
    private static let waitingMax: Int64 = 2048

    /// So many calls of one trace in one commit are neighbours in the index and share its pages: they need not wait.
    private static let neighboursMin = 64

    /// Whether a call that is being written waits for its place.
    func waits(_ row: Int64, of trace: TraceWork) -> Bool {
        row > writer.counters.placedSpan && trace.plannedCalls < Self.neighboursMin
    }

    /// Within a transaction that the caller opened.
    func placeIfDue() throws(StoreError) {
        if writer.counters.nextSpan - 1 - writer.counters.placedSpan >= Self.waitingMax { try place() }
    }

    /// What is done when nobody wants anything.
    /// - Returns: whether there was anything to do.
    func placeRest() throws(StoreError) -> Bool {
        guard writer.counters.placedSpan < writer.counters.nextSpan - 1 else { return false }
        try writer.commit { () throws(StoreError) in try place() }
        return true
    }

    private func place() throws(StoreError) {
        let list = try writer.connection.statement(
            """
            SELECT id FROM spans WHERE id > ?1 AND \(SpanFlags.waits)
            ORDER BY project, start, span_id < 0, span_id
            """)
        list.bind(1, writer.counters.placedSpan)
        var rows: [Int64] = []
        while try list.step() { rows.append(list.int64(0)) }
        let update = try writer.connection.statement("UPDATE spans SET flags = flags & ~128 WHERE id = ?1")
        for row in rows {
            update.bind(1, row)
            try update.run()
        }
        writer.counters.placedSpan = writer.counters.nextSpan - 1
    }
}
