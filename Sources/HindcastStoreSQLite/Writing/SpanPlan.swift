import HindcastModel
import HindcastStore

/// A span of a batch that will be written.
final class SpanPlan {
    let record: SpanRecord
    let work: TraceWork
    let row: Int64
    let replaced: OldSpan?
    var input: Int64?
    var output: Int64?
    var ropes: [Int64] = []

    init(_ record: SpanRecord, work: TraceWork, row: Int64, replaced: OldSpan?) {
        self.record = record
        self.work = work
        self.row = row
        self.replaced = replaced
    }

    var references: [Int64] { [input, output].compactMap(\.self) + ropes }
}

/// What is left of a span that a better one replaces.
struct OldSpan {
    let row: Int64
    let end: Int64
    let body: Int64
    let input: Int64?
    let output: Int64?
    let ropes: [Int64]

    var references: [Int64] { [input, output].compactMap(\.self) + ropes }
}

/// A trace that a batch touches.
final class TraceWork {
    let before: TraceRow?
    var row: TraceRow
    /// The row must be made from all spans of the trace.
    var needsRecount = false
    /// Nothing is written for a trace whose spans were all known.
    var isTouched = false

    init(stored row: TraceRow) {
        before = row
        self.row = row
    }

    init(fresh row: TraceRow) {
        before = nil
        self.row = row
    }
}
