/// A trace that a batch touches.
final class TraceWork {
    let before: TraceRow?
    var row: TraceRow
    /// The row must be made from all spans of the trace.
    var needsRecount = false
    /// Model calls that will be written.
    var plannedCalls = 0
    /// The rows of its new model calls.
    var calls: [Int64] = []
    /// Some model call may share time with another.
    var hasOverlaps = false
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
