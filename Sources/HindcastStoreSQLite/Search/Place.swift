import HindcastModel

/// Where a content was found: a span of a trace.
struct Place {
    let traceRow: Int64
    let trace: TraceID
    let span: SpanID
    let start: Int64

    struct Key: Hashable {
        let trace: Int64
        let span: SpanID
    }

    var key: Key { Key(trace: traceRow, span: span) }

    /// From the columns: trace row, trace id, span id, start.
    init?(_ row: Statement) {
        guard let trace = TraceID(bytes: row.blob(1)) else { return nil }
        traceRow = row.int64(0)
        self.trace = trace
        span = SpanID(UInt64(bitPattern: row.int64(2)))
        start = row.int64(3)
    }
}
