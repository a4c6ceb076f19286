import HindcastEngine
import HindcastJSON
import HindcastModel

extension Review {
    func writeReflect(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", id.description)
            writer.field("trace_id", trace.uuidText)
            writer.field("result", verdict.rawValue)
            writer.field("feedback_text", feedback)
            writer.field("mode", mode.rawValue)
            writer.field("alpha", step)
            writer.field("author", author.name)
            writer.field("created_at", created)
        }
    }
}
