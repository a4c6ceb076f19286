import HindcastEngine
import HindcastJSON
import HindcastModel

/// Runs in Letta's form. Pure.
extension Run {
    func write(to writer: inout JSONWriter, project: Project) {
        writer.object { writer in
            writer.field("id", key.id)
            writer.field("status", state.runStatus)
            writer.field("created_at", start)
            writer.field("completed_at", end)
            writer.field("agent_id", ForeignID(.agent, name: agentName, project: project.id))
            writer.field(
                "conversation_id",
                sessionID.map { ForeignID(.conversation, name: $0, project: project.id) })
            writer.nulls("base_template_id")
            writer.field("background", false)
            writer.field("metadata", json: .object(metadata))
            writer.nulls("request_config")
            writer.field("stop_reason", ending?.stopReason)
            writer.nulls("callback_url", "callback_sent_at", "callback_status_code", "callback_error")
            writer.field("ttft_ns", firstTokenNanoseconds)
            writer.field("total_duration_ns", nanoseconds)
        }
    }

    func writeMetrics(to writer: inout JSONWriter, project: Project) {
        writer.object { writer in
            writer.field("id", key.id)
            writer.nulls("organization_id")
            writer.field("agent_id", ForeignID(.agent, name: agentName, project: project.id))
            writer.field("run_start_ns", start.nanoseconds)
            writer.field("run_ns", nanoseconds)
            writer.field("num_steps", stepCount)
            writer.field("tools_used", tools)
            writer.nulls("base_template_id", "template_id")
            writer.field("project_id", project.name)
        }
    }
}
