import HindcastJSON
import HindcastModel

/// Laminar's SDKs: type, input and output under `lmnr.span.`, the trace's properties under `lmnr.association.`.
struct Laminar: Convention {
    let name = "laminar"

    private static let place = "lmnr.association.properties."

    func recognises(_ span: SpanEvidence) -> Bool { span.marks.contains(.laminar) }

    func read(_ span: SpanEvidence, into reading: inout SpanReading) {
        let attributes = span.attributes
        reading.kind.fill(kind(attributes))
        reading.sessionID.fill(attributes.string(Self.place + "session_id"))
        reading.userID.fill(attributes.string(Self.place + "user_id"))
        reading.tags.fill(
            attributes.strings(Self.place + "tags") ?? attributes.strings(Self.place + "labels"))
        span.addMetadata(Self.place + "metadata.", to: &reading)
        if attributes.entry("lmnr.span.path") != nil {
            reading.traceName.fill(attributes.strings("lmnr.span.path")?.first)
        }
        // The client asked for the outline only; nothing of the content may be shown or searched.
        if isOutlineOnly(attributes) { return }
        readContent(span, &reading)
    }

    private func isOutlineOnly(_ attributes: Attributes) -> Bool {
        attributes.string("lmnr.internal.tracing_level", Self.place + "tracing_level") == "meta_only"
    }

    /// A cached call is what it stands for. The default type says nothing, so other conventions may.
    private func kind(_ attributes: Attributes) -> SpanKind? {
        guard let type = attributes.string("lmnr.span.type") else { return impliedKind(attributes) }
        switch type == "CACHED" ? attributes.string("lmnr.span.original_type") ?? "LLM" : type {
        case "LLM": return .llm
        case "TOOL": return .tool
        case "EXECUTOR": return .task
        case "EVALUATOR", "HUMAN_EVALUATOR": return .evaluator
        case "EVALUATION", "PIPELINE": return .workflow
        default: return .span
        }
    }

    private func impliedKind(_ attributes: Attributes) -> SpanKind? {
        switch attributes.string("gen_ai.operation.name") {
        case "chat", "text_completion", "embeddings", "generate_content": return .llm
        case "execute_tool": return .tool
        case "invoke_agent": return .agent
        default: break
        }
        if attributes.contains(prefix: "gen_ai.tool.call.") { return .tool }
        let isCall = ["gen_ai.system", "gen_ai.request.model", "gen_ai.response.model"]
            .contains { attributes.contains($0) }
        return isCall ? .llm : nil
    }

    private func readContent(_ span: SpanEvidence, _ reading: inout SpanReading) {
        let attributes = span.attributes
        switch reading.kind {
        case .llm:
            reading.inputMessages.fill(
                attributes.messageList("lmnr.span.input", default: .user, isEncoded: true))
            reading.outputMessages.fill(attributes.answerList("lmnr.span.output", isEncoded: true))
            reading.modelRequested.fill(attributes.string("aisdk.model.id"))
            reading.provider.fill(Folding.provider(attributes.string("aisdk.model.provider")))
        case .tool:
            let id = attributes.string("gen_ai.tool.call.id")
            reading.outputMessages.fill(
                span.toolMessage(id: id, result: "lmnr.span.output", isEncoded: true))
            reading.tool.fill(
                span.everything(
                    ToolUse(
                        name: span.draft.name, callID: id, arguments: decoded(attributes, "lmnr.span.input"),
                        result: decoded(attributes, "lmnr.span.output"))))
        default: break
        }
        reading.input.fill(span.everything(decoded(attributes, "lmnr.span.input")))
        reading.output.fill(span.everything(decoded(attributes, "lmnr.span.output")))
        let tier = attributes.string("lmnr.association.properties.trace_type")
        if let tier, tier != "DEFAULT", span.wantsEverything {
            reading.metadata["trace_type"] = .string(tier)
        }
    }

    /// JSON text, parsed exactly once: the text `"123"` is a string, not a number.
    private func decoded(_ attributes: Attributes, _ key: String) -> JSON? {
        guard let text = attributes.string(key) else { return attributes.json(key) }
        return (try? JSONReader.parse(text)) ?? .string(text)
    }
}
