import HindcastEngine
import HindcastJSON
import HindcastModel

extension LearningRun {
    /// A run of any door. Lists and objects are never null: the client copies them.
    func writeReflect(project: Project, to writer: inout JSONWriter) {
        let told = attempt.extras[TracePayload.product]
        // Status, review and memory flip together: a review is told when it is done.
        let done = review.flatMap { $0.state == .completed ? $0 : nil }
        writer.object { writer in
            writer.field("id", attempt.trace.uuidText)
            writer.field("project_id", project.name)
            writer.field("task", attempt.task)
            writer.array("trajectory", messages) { $0.value($1) }
            writer.field("final_response", attempt.finalResponse)
            writer.field("retrieved_memory_ids", attempt.memories)
            writer.field("used_memory_ids", attempt.used ?? [])
            writer.field("model", attempt.model)
            writer.field("metadata", json: .object(metadata))
            writer.field("reference_context", told?["reference_context"]?.stringValue)
            writer.field("review_status", done == nil ? "pending" : "reviewed")
            writer.field("ingest_status", (review?.state ?? .completed).rawValue)
            writer.field("ingest_attempts", review?.attempts ?? 0)
            writer.field("last_ingest_error", review?.lastError)
            writer.field("created_memory_id", done?.memory?.description)
            writer.key("review")
            if let done { done.writeReflect(to: &writer) } else { writer.null() }
            writer.field("warnings", review?.warnings ?? [])
            writer.field("created_at", attempt.created)
        }
    }
}
