import HindcastEngine
import HindcastJSON
import HindcastModel

extension Memory {
    /// Every member of both versions of the client, then ours.
    func writeReflect(
        similarity: Double = 0, score: Double = 0, reason: String? = nil, to writer: inout JSONWriter
    ) {
        writer.object { writer in
            writer.field("id", id.description)
            writer.field("task", task)
            writer.field("reflection", lesson.reflection)
            writer.field("q_value", q)
            writer.field("similarity", similarity)
            writer.field("score", score)
            writer.member("success", verdict.map { $0 == .pass })
            writer.field("summary", lesson.summary)
            writer.field("key_mistake", lesson.keyMistake)
            writer.field("correct_action", lesson.correctAction)
            writer.field("guidance", lesson.guidance)
            writer.field("applicable_tools", lesson.applicableTools)
            writer.field("tools_used", toolsUsed)
            writer.field("reason", reason)
            writer.field("generator", lesson.generator)
            writer.field("metadata", json: .object(metadata))
            writer.field("trace_id", trace?.uuidText)
            writer.field("pinned", isPinned)
            writer.field("retired_at", retired)
            writer.field("merged_into", mergedInto?.description)
            writer.field("created_at", created)
            writer.field("updated_at", updated)
        }
    }
}
