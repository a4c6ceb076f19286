public import HindcastJSON
import HindcastModel

extension Transcript {
    /// `{items, next}`: the new messages of a run in order.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.array("items", items) { $1.write(to: &$0) }
            writer.field("next", next)
        }
    }
}

extension TranscriptItem {
    /// What one step added, and how it hangs on what was before.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("spanId", span)
            writer.field("spanName", spanName)
            writer.field("kind", kind.rawValue)
            writer.field("agentName", agentName)
            writer.field("time", time)
            writer.field("status", status.rawValue)
            writer.field("side", side.rawValue)
            writer.field("origin", origin.rawValue)
            writer.field("branchOf", branchOf)
            writer.field("copiedCount", copiedCount)
            writer.field("knownCount", knownCount)
            if let message { message.writeMembers(to: &writer) } else { writer.field("role", String?.none) }
        }
    }
}
