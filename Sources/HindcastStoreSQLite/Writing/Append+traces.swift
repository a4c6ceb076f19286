import HindcastModel
import HindcastStore

extension Append {
    /// Writes every touched trace once.
    func writeTraces() throws(StoreError) {
        for work in works.values where work.isTouched {
            let mayRepeat = try writer.callMarks.note(work.calls, of: work.row.id, overlaps: work.hasOverlaps)
            if work.needsRecount || mayRepeat {
                work.row = try Recount(connection: connection).recount(work.row, writingFlags: true)
            }
            work.row.version = writer.counters.sequence
            if let before = work.before {
                try writer.traces.update(work.row, from: before)
            } else {
                try writer.traces.insert(work.row)
                try TraceRecords(writer: writer).arrived(work.row.traceID, ProjectID(work.row.project))
                totals[work.row.project, default: Totals()].traces += 1
            }
        }
    }
}
