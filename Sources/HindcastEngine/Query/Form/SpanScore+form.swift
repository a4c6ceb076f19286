public import HindcastJSON
import HindcastModel
public import HindcastStore

extension SpanScore {
    /// The members alone, for an object that has more.
    func writeMembers(to writer: inout JSONWriter) {
        writer.field("name", name)
        writer.field("value", value)
        writer.field("label", label)
        writer.field("explanation", explanation)
    }
}

extension Page where Item == FoundScore {
    /// `{items, next}`; `next` is the cursor of the following page, or null. A page may be empty and have a next one.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.array("items", items) { writer, found in
                writer.object { writer in
                    writer.field("spanId", found.spanID)
                    found.score.writeMembers(to: &writer)
                    writer.field("time", found.time)
                }
            }
            writer.field("next", next)
        }
    }
}
