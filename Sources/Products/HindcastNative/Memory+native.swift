import HindcastEngine
import HindcastJSON
import HindcastModel

extension Memory {
    func write(to writer: inout JSONWriter) { writer.object { writeMembers(to: &$0) } }

    fileprivate func writeMembers(to writer: inout JSONWriter) {
        writer.field("id", id.description)
        writer.field("task", task)
        writer.key("lesson")
        lesson.write(to: &writer)
        writer.field("verdict", verdict?.rawValue)
        writer.field("q", q)
        writer.field("isPinned", isPinned)
        writer.field("traceId", trace?.description)
        writer.field("toolsUsed", toolsUsed)
        writer.field("metadata", json: .object(metadata))
        writer.field("intentId", intent.description)
        writer.field("mergedIntoId", mergedInto?.description)
        writer.field("retiredTime", retired)
        writer.field("author", author.name)
        writer.field("createdTime", created)
        writer.field("updatedTime", updated)
    }
}

extension Lesson {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("reflection", reflection)
            writer.field("summary", summary)
            writer.field("keyMistake", keyMistake)
            writer.field("correctAction", correctAction)
            writer.field("guidance", guidance)
            writer.field("applicableTools", applicableTools)
            writer.field("generator", generator)
        }
    }
}

extension RankedMemory {
    /// The memory with its place in an answer.
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            memory.writeMembers(to: &writer)
            writer.field("similarity", similarity)
            writer.field("score", score)
            writer.field("reason", reason)
        }
    }
}

extension QChange {
    /// An entry of a memory's history.
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", id)
            writer.field("cause", cause.rawValue)
            writer.field("traceId", trace?.description)
            writer.field("reward", reward)
            writer.field("alpha", step)
            writer.field("floor", floor)
            writer.field("before", before)
            writer.field("after", after)
            writer.field("isUndone", isUndone)
            writer.field("author", author.name)
            writer.field("time", time)
        }
    }
}
