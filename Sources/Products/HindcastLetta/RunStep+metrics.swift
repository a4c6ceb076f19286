import HindcastEngine
import HindcastJSON
import HindcastModel
import HindcastStore

extension RunStep {
    func write(_ metrics: StepMetrics, to writer: inout JSONWriter, project: Project) {
        let times = isPushed ? nil : metrics
        writer.object { writer in
            writer.field("id", id)
            writer.nulls("organization_id", "provider_id")
            writer.field("run_id", run.id)
            writer.field("agent_id", agentID(project))
            writer.field("step_start_ns", times?.start.nanoseconds)
            writer.field("llm_request_start_ns", times?.start.nanoseconds)
            writer.field("llm_request_ns", times?.requestNanoseconds)
            writer.field("tool_execution_ns", times.flatMap(\.toolNanoseconds))
            writer.field("step_ns", times?.totalNanoseconds)
            writer.nulls("base_template_id", "template_id")
            writer.field("project_id", project.name)
        }
    }

    /// `null` for a call whose content was not recorded.
    func writeExchange(to writer: inout JSONWriter, project: Project) {
        guard let exchange else { return writer.null() }
        let milliseconds = summary.end.nanoseconds(since: summary.start) / 1_000_000
        writer.object { writer in
            writer.field("id", ForeignID(.providerTrace, trace: key.trace, span: key.span))
            writer.field("request_json", json: exchange.request.marked)
            writer.field("response_json", json: exchange.response.marked)
            writer.field("step_id", id)
            writer.field("agent_id", agentID(project))
            writer.field("agent_tags", tags)
            writer.field("call_type", "agent_step")
            writer.field("run_id", run.id)
            writer.field("source", "hindcast")
            writer.nulls("org_id", "user_id", "compaction_settings")
            writer.object("llm_config") { writer in
                writer.field("model", summary.model)
                writer.field("model_endpoint_type", summary.provider)
                writer.field("model_endpoint", modelEndpoint)
            }
            writer.field("latency_ms", isPushed ? nil : milliseconds)
            writer.nulls("billing_context")
            writer.field("created_at", summary.end)
            writer.nulls("updated_at", "created_by_id", "last_updated_by_id")
        }
    }
}

extension ProviderExchange.Side {
    /// A body that was rebuilt says so.
    fileprivate var marked: JSON {
        var body = body
        if !isRecorded { body["_synthesized"] = true }
        return .object(body)
    }
}
