import HindcastModel
import HindcastStore

extension Writer {
    func patch(_ patch: TracePatch, trace: TraceID, project: Int64) throws(StoreError) -> Bool {
        try commit { () throws(StoreError) in
            guard let before = try traces.load(trace, project: project) else { return false }
            var row = before
            row.patch.take(patch)
            row.patch.apply(to: &row.tags)
            row.patch.apply(to: &row.metadata)
            counters.sequence += 1
            row.version = counters.sequence
            try traces.update(row, from: before)
            return true
        }
    }
}
