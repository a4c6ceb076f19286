import HindcastEngine
import HindcastJSON
import HindcastModel

extension QChange {
    /// An entry of a memory's history.
    func writeReflect(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", id)
            writer.field("cause", cause.rawValue)
            writer.field("trace_id", trace?.uuidText)
            writer.field("reward", reward)
            writer.field("alpha", step)
            writer.field("floor", floor)
            writer.field("q_before", before)
            writer.field("q_after", after)
            writer.field("undone", isUndone)
            writer.field("author", author.name)
            writer.field("time", time)
        }
    }
}
