import HindcastEngine
import HindcastJSON
import HindcastModel
import HindcastStore

/// Steps in Letta's form. Pure.
extension RunStep {
    var id: ForeignID { ForeignID(.step, trace: key.trace, span: key.span) }

    func agentID(_ project: Project) -> ForeignID { ForeignID(.agent, name: agentName, project: project.id) }

    func write(to writer: inout JSONWriter, project: Project) {
        writer.object { writer in
            writer.field("id", id)
            writer.field("origin", origin)
            writer.nulls("organization_id", "provider_id")
            writer.field("run_id", run.id)
            writer.field("agent_id", agentID(project))
            writer.field("provider_name", summary.provider)
            writer.field("provider_category", "base")
            writer.field("model", summary.model)
            writer.field("model_handle", modelHandle)
            writer.field("model_endpoint", modelEndpoint)
            writer.nulls("context_window_limit")
            summary.usage.writeSums(to: &writer)
            writer.field("cached_input_tokens", summary.usage.cacheRead)
            writer.field("cache_write_tokens", summary.usage.cacheWrite)
            writer.field("reasoning_tokens", summary.usage.reasoning)
            summary.usage.writeDetails(to: &writer)
            writer.field("stop_reason", ending?.stopReason)
            writer.field("tags", tags)
            writer.nulls("tid")
            writer.field("trace_id", key.trace)
            writer.field("request_id", reading.responseID)
            writer.field("messages", [])
            writer.field("feedback", feedback?.value?.rawValue)
            writer.field("project_id", project.name)
            writeError(to: &writer)
            writer.field("status", state.stepStatus)
        }
    }

    /// The door it came through. Whoever pushed a list of messages is named on the spans made from it.
    private var origin: String {
        draft.attributes.string("hindcast.conversation.origin") ?? "otlp"
    }

    /// Whether the step was made from a pushed message, which tells no times.
    var isPushed: Bool { draft.attributes.contains("hindcast.conversation.part") }

    private var modelHandle: String? {
        guard let model = summary.model, let provider = summary.provider else { return nil }
        return "\(provider)/\(model)"
    }

    var modelEndpoint: String? {
        let attributes = draft.attributes
        guard let host = attributes.string("server.address", "net.peer.name") else {
            return attributes.string("gen_ai.openai.api_base", "llm.base_url")
        }
        let port = attributes.int("server.port", "net.peer.port")
        let address = host.contains("://") ? host : (port == 80 ? "http://" : "https://") + host
        return port.map { "\(address):\($0)" } ?? address
    }

    private func writeError(to writer: inout JSONWriter) {
        guard summary.status == .error else {
            writer.nulls("error_type", "error_data")
            return
        }
        let exception = draft.lastException?.attributes
        writer.field("error_type", draft.errorType)
        writer.object("error_data") { writer in
            writer.field("message", exception?.string("exception.message") ?? reading.errorMessage)
            writer.field("traceback", exception?.string("exception.stacktrace"))
        }
    }
}
