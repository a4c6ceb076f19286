import HindcastJSON
import HindcastModel

/// Google's Agent Development Kit: requests and responses as Gemini JSON under `gcp.vertex.agent.`.
struct GoogleADK: Convention {
    let name = "google-adk"

    private static let place = "gcp.vertex.agent."

    func recognises(_ span: SpanEvidence) -> Bool {
        span.marks.contains(.googleADK) && span.attributes.contains(prefix: Self.place)
    }

    func read(_ span: SpanEvidence, into reading: inout SpanReading) {
        let attributes = span.attributes
        reading.kind.fill(kind(span))
        reading.sessionID.fill(attributes.string(Self.place + "session_id"))
        switch reading.kind {
        case .llm: readCall(span, &reading)
        case .tool: readTool(span, &reading)
        default: break
        }
        if span.wantsEverything, attributes.contains(prefix: "gen_ai.compaction.") {
            reading.metadata["summarization_boundary"] = .bool(true)
        }
    }

    private func kind(_ span: SpanEvidence) -> SpanKind? {
        if let kind = GenAIOperation.kind(span) { return kind }
        let name = span.draft.name
        if name == "call_llm" { return .llm }
        if name.hasPrefix("execute_tool") { return .tool }
        if name.hasPrefix("invoke_agent") || name.hasPrefix("agent_run") { return .agent }
        return name == "invocation" ? .workflow : nil
    }

    private func readCall(_ span: SpanEvidence, _ reading: inout SpanReading) {
        let attributes = span.attributes
        reading.inputMessages.fill(attributes.messageList(Self.place + "llm_request", default: .user))
        reading.outputMessages.fill(attributes.answerList(Self.place + "llm_response"))
        guard span.wantsEverything || !attributes.contains("gen_ai.usage.input_tokens"),
            let response = attributes.json(Self.place + "llm_response")
        else { return }
        if let usage = response["usage_metadata"] ?? response["usageMetadata"] {
            reading.usage.fill(from: Self.usage(usage))
        }
        reading.modelUsed.fill((response["model_version"] ?? response["modelVersion"])?.stringValue)
        guard span.wantsEverything else { return }
        let reason = (response["finish_reason"] ?? response["finishReason"])?.stringValue
        reading.finishReasons.fill(Folding.finishReasons(reason.map { [$0] }))
        if let request = attributes.json(Self.place + "llm_request") {
            reading.toolDefinitions.fill(GeminiShape.tools(request))
        }
    }

    private static func usage(_ json: JSON) -> Usage {
        func count(_ snake: String, _ camel: String) -> Int64? { (json[snake] ?? json[camel])?.intValue }
        let thoughts = count("thoughts_token_count", "thoughtsTokenCount")
        let answer = count("candidates_token_count", "candidatesTokenCount")
        return Usage(
            input: count("prompt_token_count", "promptTokenCount"),
            output: answer.map { $0 &+ (thoughts ?? 0) },
            cacheRead: count("cached_content_token_count", "cachedContentTokenCount"), reasoning: thoughts)
    }

    private func readTool(_ span: SpanEvidence, _ reading: inout SpanReading) {
        let attributes = span.attributes
        let id = attributes.string("gen_ai.tool.call.id")
        reading.outputMessages.fill(
            span.toolMessage(id: id, result: Self.place + "tool_response", isEncoded: true))
        guard span.wantsEverything else { return }
        reading.tool.fill(
            ToolUse(
                name: attributes.string("gen_ai.tool.name"), callID: id,
                arguments: attributes.json(Self.place + "tool_call_args"),
                result: attributes.json(Self.place + "tool_response")))
    }
}
