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
    /// The content that holds the span's body.
    var body: Int64 = 0

    init(_ record: SpanRecord, work: TraceWork, row: Int64, replaced: OldSpan?) {
        self.record = record
        self.work = work
        self.row = row
        self.replaced = replaced
    }
}
