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
        draft.attributes.string("hindcast.conversation.origin") ?? (isPushed ? "invariant" : "otlp")
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

extension Usage {
    /// The three counts that are never null.
    func writeSums(to writer: inout JSONWriter) {
        writer.field("completion_tokens", output ?? 0)
        writer.field("prompt_tokens", input ?? 0)
        writer.field("total_tokens", total)
    }

    /// Null where nothing is known; members that are not known are left out.
    func writeDetails(to writer: inout JSONWriter) {
        if let reasoning {
            writer.object("completion_tokens_details") { $0.field("reasoning_tokens", reasoning) }
        } else {
            writer.nulls("completion_tokens_details")
        }
        guard cacheRead != nil || cacheWrite != nil else {
            writer.nulls("prompt_tokens_details")
            return
        }
        writer.object("prompt_tokens_details") { writer in
            writer.member("cached_tokens", cacheRead)
            writer.member("cache_read_tokens", cacheRead)
            writer.member("cache_creation_tokens", cacheWrite)
        }
    }
}

extension StepEnding {
    var stopReason: String {
        switch self {
        case .answered: "end_turn"
        case .cut: "max_tokens_exceeded"
        case .withheld: "invalid_llm_response"
        case .cancelled: "cancelled"
        case .providerFailed: "llm_api_error"
        case .failed: "error"
        }
    }

    /// Every reason that Letta knows; those that no recorded step has are answered with an empty list.
    static let stopReasons = [
        "end_turn", "error", "llm_api_error", "invalid_llm_response", "invalid_tool_call", "max_steps",
        "max_tokens_exceeded", "no_tool_call", "tool_rule", "cancelled", "insufficient_credits", "requires_approval",
        "context_window_overflow_in_system_prompt",
    ]

    init?(stopReason: String) {
        let all: [StepEnding] = [.answered, .cut, .withheld, .cancelled, .providerFailed, .failed]
        guard let found = all.first(where: { $0.stopReason == stopReason }) else { return nil }
        self = found
    }
}

extension RunState {
    fileprivate var stepStatus: String {
        switch self {
        case .running: "pending"
        case .completed: "success"
        case .failed: "failed"
        case .cancelled: "cancelled"
        }
    }

    var runStatus: String {
        switch self {
        case .running: "running"
        case .completed: "completed"
        case .failed: "failed"
        case .cancelled: "cancelled"
        }
    }
}

// MARK: Metrics and provider traces

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
