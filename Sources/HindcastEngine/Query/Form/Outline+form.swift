public import HindcastJSON
import HindcastModel
public import HindcastStore

extension Outline {
    /// The trace with the window of spans; their bodies are asked for one by one.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            trace.writeMembers(to: &writer)
            writer.field("spanTotal", trace.spanCount)
            writer.field("modelCallCount", trace.modelCallCount)
            writer.field("sequence", trace.sequence)
            writer.field("offset", offset)
            writer.array("spans", spans) { $1.write(to: &$0) }
        }
    }
}

extension OutlineSpan {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            summary.writeMembers(to: &writer)
            writer.field("newMessages", newMessages.map { Int64($0) })
        }
    }
}

extension SpanSummary {
    /// The members alone, for an object that has more.
    public func writeMembers(to writer: inout JSONWriter) {
        writer.field("id", id)
        writer.field("parentId", parentID)
        writer.field("kind", kind.rawValue)
        writer.field("name", name)
        writer.field("startTime", start)
        writer.field("endTime", end)
        writer.field("status", status.rawValue)
        writer.field("model", model)
        writer.field("provider", provider)
        writer.field("inputTokens", usage.input)
        writer.field("outputTokens", usage.output)
        writer.field("cacheReadTokens", usage.cacheRead)
        writer.field("cacheWriteTokens", usage.cacheWrite)
        writer.field("reasoningTokens", usage.reasoning)
        writer.field("cost", cost)
        writer.field("agentName", agentName)
        writer.field("isCounted", isCounted)
    }
}
