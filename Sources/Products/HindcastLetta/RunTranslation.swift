import HindcastEngine
import HindcastJSON
import HindcastModel
import HindcastStore

/// Runs, their sums and their agents in Letta's form. Pure.
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

extension UsageSum {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            usage.writeSums(to: &writer)
            usage.writeDetails(to: &writer)
            writer.field("step_count", callCount)
        }
    }
}

extension SpanSummary {
    /// A span of a run in the native form, with the trace it is of.
    func write(to writer: inout JSONWriter, trace: TraceID) {
        writer.object { writer in
            writer.field("traceId", trace)
            writeMembers(to: &writer)
        }
    }
}

extension AgentProfile {
    /// The least of an agent that the client takes: nobody told us its memory, its tools or its instructions.
    func write(to writer: inout JSONWriter, project: Project) {
        writer.object { writer in
            writer.field("id", ForeignID(.agent, name: name, project: project.id))
            writer.field("name", name)
            writer.field("agent_type", "letta_v1_agent")
            writer.field("system", "")
            for list in ["tags", "tools", "sources", "blocks"] { writer.field(list, []) }
            writer.object("memory") { $0.field("blocks", []) }
            writer.object("llm_config") { writer in
                writer.field("model", model)
                writer.field("model_endpoint_type", provider)
                writer.nulls("context_window")
            }
            writer.field("created_at", firstSeen)
            writer.field("updated_at", lastSeen)
            writer.field("project_id", project.name)
        }
    }
}

extension UsedModel {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("handle", provider.map { "\($0)/\(name)" } ?? name)
            writer.field("name", name)
            writer.field("display_name", name)
            writer.field("model", name)
            writer.field("model_type", "llm")
            writer.field("provider_name", provider)
            writer.field("provider_type", provider)
            writer.field("provider_category", "base")
            writer.field("model_endpoint_type", provider)
            writer.nulls("context_window", "max_context_window")
        }
    }
}
