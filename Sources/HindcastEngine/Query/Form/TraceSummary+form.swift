public import HindcastJSON
import HindcastModel
public import HindcastStore

extension TraceSummary {
    /// A trace as lists show it.
    public func write(to writer: inout JSONWriter) {
        writer.object { writeMembers(to: &$0) }
    }

    /// The members alone, for an outline that adds its own.
    func writeMembers(to writer: inout JSONWriter) {
        writer.field("id", id)
        writer.field("name", name)
        writer.field("startTime", start)
        writer.field("endTime", end)
        writer.field("spanCount", spanCount)
        writer.field("status", status.rawValue)
        writer.field("sessionId", sessionID)
        writer.field("userId", userID)
        writer.field("tags", tags)
        writer.field("metadata", json: .object(metadata))
        writer.field("inputTokens", inputTokens)
        writer.field("outputTokens", outputTokens)
        writer.field("totalCost", totalCost)
    }
}

extension Page where Item == TraceSummary {
    /// `{items, next}`; `next` is the cursor of the following page, or null.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.array("items", items) { $1.write(to: &$0) }
            writer.field("next", next)
        }
    }
}

extension Page where Item == SearchHit {
    /// `{items, next}`; snippets mark their matches with U+0002 and U+0003.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.array("items", items) { writer, hit in
                writer.object { writer in
                    writer.field("traceId", hit.traceID)
                    writer.field("spanId", hit.spanID)
                    writer.field("snippet", hit.snippet)
                }
            }
            writer.field("next", next)
        }
    }
}
