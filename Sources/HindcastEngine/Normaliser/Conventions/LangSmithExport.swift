import HindcastJSON
import HindcastModel

/// LangSmith's own OpenTelemetry export: whole inputs and outputs as JSON in LangChain's shapes.
struct LangSmithExport: Convention {
    let name = "langsmith"

    private static let place = "langsmith.metadata."

    func recognises(_ span: SpanEvidence) -> Bool {
        (span.marks.contains(.langSmith) && span.attributes.contains("langsmith.span.kind"))
            || span.draft.scope.name == "langsmith"
    }

    func read(_ span: SpanEvidence, into reading: inout SpanReading) {
        let attributes = span.attributes
        reading.kind.fill(kind(attributes.string("langsmith.span.kind")))
        reading.sessionID.fill(
            attributes.string(
                Self.place + "session_id", Self.place + "thread_id", Self.place + "conversation_id"))
        reading.userID.fill(attributes.string(Self.place + "user_id"))
        reading.tags.fill(tags(attributes.string("langsmith.span.tags")))
        reading.projectName.fill(attributes.string("langsmith.trace.session_name"))
        if span.draft.parentID == nil { reading.traceName.fill(attributes.string("langsmith.trace.name")) }
        readMetadata(span, &reading)
        switch reading.kind {
        case .llm: readCall(span, &reading)
        case .tool: readTool(span, &reading)
        default: break
        }
        reading.input.fill(span.everything(attributes.json("gen_ai.prompt")))
        reading.output.fill(span.everything(attributes.json("gen_ai.completion")))
    }

    private func kind(_ text: String?) -> SpanKind? {
        switch text {
        case "chain": .workflow
        case "llm": .llm
        case "tool": .tool
        case "retriever": .retriever
        case "embedding": .embedding
        case "prompt", "parser": .task
        default: nil
        }
    }

    /// LangChain marks every step of a chain with a tag of its own; those say nothing about the run.
    private func tags(_ text: String?) -> [String]? {
        let noise = ["seq:step:", "graph:step:", "map:key:", "langsmith:"]
        return text?.split(separator: ",").map { $0.trimmingSpaces }.filter { tag in
            !tag.isEmpty && !noise.contains { tag.hasPrefix($0) }
        }
    }

    /// The environment and the step's own place in the graph are noise in what a span says about its run.
    private func readMetadata(_ span: SpanEvidence, _ reading: inout SpanReading) {
        let isStep = span.draft.parentID != nil && !span.wantsEverything
        let noise = ["langgraph_", "ls_", "checkpoint_ns", "lc_versions", "model", "stream", "_type"]
        for (key, entry) in span.members(Self.place) {
            if key.hasPrefix("LANGSMITH_") || key == "usage_metadata" || reading.metadata[key] != nil {
                continue
            }
            if isStep, noise.contains(where: { key.hasPrefix($0) }) { continue }
            reading.metadata[key] = span.attributes.json(entry)
        }
    }

    private func readCall(_ span: SpanEvidence, _ reading: inout SpanReading) {
        let attributes = span.attributes
        reading.modelRequested.fill(
            attributes.string("gen_ai.request.model", Self.place + "ls_model_name"))
        reading.provider.fill(Folding.provider(attributes.string(Self.place + "ls_provider")))
        if let usage = attributes.json(Self.place + "usage_metadata") {
            reading.usage.fill(from: LangChainUsage.read(usage))
        }
        reading.inputMessages.fill(attributes.messageList("gen_ai.prompt", default: .user))
        reading.outputMessages.fill(attributes.answerList("gen_ai.completion"))
        guard span.wantsEverything else { return }
        let completion = attributes.json("gen_ai.completion")
        let generation = completion?["generations"]?.arrayValue?.first
        let first = generation?.arrayValue?.first ?? generation
        let reason = first?["generation_info"]?["finish_reason"]?.stringValue
        reading.finishReasons.fill(Folding.finishReasons(reason.map { [$0] }))
        reading.modelUsed.fill(completion?["llm_output"]?["model_name"]?.stringValue)
    }

    private func readTool(_ span: SpanEvidence, _ reading: inout SpanReading) {
        let attributes = span.attributes
        let id = attributes.string("gen_ai.tool.call.id")
        reading.outputMessages.fill(span.langChainToolMessage(id: id, result: "gen_ai.completion"))
        guard span.wantsEverything else { return }
        let result = reading.outputMessages.all().first?.toolResults.first
        reading.tool.fill(
            ToolUse(
                name: attributes.string("gen_ai.tool.name") ?? span.draft.name, callID: id ?? result?.id,
                arguments: attributes.json("gen_ai.prompt"), result: result?.result))
    }
}

/// LangChain's `usage_metadata`; input includes the cache.
enum LangChainUsage {
    static func read(_ json: JSON) -> Usage {
        Usage(
            input: json["input_tokens"]?.intValue, output: json["output_tokens"]?.intValue,
            cacheRead: json["input_token_details"]?["cache_read"]?.intValue,
            cacheWrite: json["input_token_details"]?["cache_creation"]?.intValue,
            reasoning: json["output_token_details"]?["reasoning"]?.intValue)
    }
}

extension Substring {
    var trimmingSpaces: String {
        var rest = self
        while rest.first == " " { rest.removeFirst() }
        while rest.last == " " { rest.removeLast() }
        return String(rest)
    }
}
