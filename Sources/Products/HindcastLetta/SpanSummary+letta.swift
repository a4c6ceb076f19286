import HindcastEngine
import HindcastJSON
import HindcastModel
import HindcastStore

extension SpanSummary {
    /// A span of a run in the native form, with the trace it is of.
    func write(to writer: inout JSONWriter, trace: TraceID) {
        writer.object { writer in
            writer.field("traceId", trace)
            writeMembers(to: &writer)
        }
    }
}
