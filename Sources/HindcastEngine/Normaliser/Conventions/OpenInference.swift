import HindcastJSON
import HindcastModel

/// Arize's OpenInference: everything flattened into `llm.…` keys.
struct OpenInference: Convention {
    let name = "openinference"

    private static let reranked = FlatPrefix("reranker.output_documents.")

    func recognises(_ span: SpanEvidence) -> Bool {
        span.marks.contains(.openInference) && span.attributes.contains("openinference.span.kind")
    }

    func read(_ span: SpanEvidence, into reading: inout SpanReading) {
        let attributes = span.attributes
        reading.kind.fill(kind(attributes.string("openinference.span.kind")))
        reading.sessionID.fill(attributes.string("session.id"))
        reading.userID.fill(attributes.string("user.id"))
        reading.tags.fill(attributes.strings("tag.tags"))
        reading.projectName.fill(attributes.string("openinference.project.name"))
        if attributes.contains("metadata") { span.addMetadata(object: "metadata", to: &reading) }
        reading.agentName.fill(attributes.string("agent.name"))
        if reading.kind == .agent { reading.agentName.fill(attributes.string("graph.node.name")) }
        readMessages(span, &reading)
        switch reading.kind {
        case .llm, .embedding, .reranker, .evaluator, .guardrail: readCall(span, &reading)
        case .tool: readTool(span, &reading)
        default: break
        }
        readScores(span, &reading)
        if span.wantsEverything { readDetails(span, &reading) }
    }

    private func kind(_ text: String?) -> SpanKind? {
        switch text?.uppercased() {
        case "LLM": .llm
        case "TOOL": .tool
        case "CHAIN": .workflow
        case "AGENT": .agent
        case "RETRIEVER": .retriever
        case "EMBEDDING": .embedding
        case "RERANKER": .reranker
        case "GUARDRAIL": .guardrail
        case "EVALUATOR": .evaluator
        case "PROMPT", "DECISION": .task
        default: nil
        }
    }

    private func readMessages(_ span: SpanEvidence, _ reading: inout SpanReading) {
        let attributes = span.attributes
        reading.inputMessages.fill(
            span.lists["llm.input_messages."].map { OpenInferenceMessage.list($0, default: .user) })
        guard reading.kind == .llm || reading.kind == .agent else { return }
        reading.outputMessages.fill(
            span.lists["llm.output_messages."].map { OpenInferenceMessage.list($0, default: .assistant) })
        guard reading.kind == .llm else { return }
        reading.inputMessages.fill(attributes.messageList("input.value", default: .user))
        reading.outputMessages.fill(attributes.answerList("output.value"))
    }

    private func readCall(_ span: SpanEvidence, _ reading: inout SpanReading) {
        let attributes = span.attributes
        reading.modelUsed.fill(
            attributes.string("llm.response.model_name") ?? attributes.string("llm.model_name")
                ?? attributes.string("embedding.model_name") ?? attributes.string("reranker.model_name"))
        reading.modelRequested.fill(attributes.string("llm.request.model_name"))
        reading.provider.fill(
            Folding.provider(attributes.string("llm.provider") ?? attributes.string("llm.system")))
        reading.usage.fill(
            from: Usage(
                input: attributes.int("llm.token_count.prompt"),
                output: attributes.int("llm.token_count.completion"),
                cacheRead: attributes.int("llm.token_count.prompt_details.cache_read"),
                cacheWrite: attributes.int("llm.token_count.prompt_details.cache_write"),
                reasoning: attributes.int("llm.token_count.completion_details.reasoning")))
        if reading.cost == .unknown {
            reading.cost = Cost(
                input: attributes.double("llm.cost.prompt"), output: attributes.double("llm.cost.completion"),
                total: attributes.double("llm.cost.total"))
        }
        if let first = span.draft.events.first(where: { $0.name == "First Token Stream Event" }) {
            let nanoseconds = first.time.nanoseconds - span.draft.start.nanoseconds
            reading.timeToFirstTokenMilliseconds.fill(Double(nanoseconds) / 1_000_000)
        }
        reading.finishReasons.fill(
            span.everything(Folding.finishReasons(attributes.strings("llm.finish_reason"))))
    }

    private func readTool(_ span: SpanEvidence, _ reading: inout SpanReading) {
        let id = span.attributes.string("tool.id") ?? span.attributes.string("tool_call.id")
        reading.outputMessages.fill(span.langChainToolMessage(id: id, result: "output.value"))
        guard span.wantsEverything else { return }
        let output = reading.outputMessages.all().first?.toolResults.first
        reading.tool.fill(
            ToolUse(
                name: span.attributes.string("tool.name") ?? span.draft.name, callID: output?.id ?? id,
                arguments: span.attributes.json("input.value", "tool.parameters"), result: output?.result))
    }

    private func readDetails(_ span: SpanEvidence, _ reading: inout SpanReading) {
        let attributes = span.attributes
        if let list = span.lists["llm.tools."] {
            let tools = list.all().compactMap { $0.json("tool.json_schema") }
            reading.toolDefinitions.fill(tools.isEmpty ? nil : .array(tools))
        }
        reading.input.fill(attributes.json("input.value"))
        for list in [span.lists["retrieval.documents."], attributes.flatList(Self.reranked)] {
            guard let list else { continue }
            let documents = list.all().map { group in
                JSON.object(
                    JSONObject(
                        group.members.map { member in
                            (String(member.key.trimmingPrefix("document.")), member.value.json)
                        }))
            }
            reading.output.fill(.array(documents))
        }
        reading.output.fill(attributes.json("output.value"))
        if let request = attributes.json("llm.invocation_parameters"), reading.metadata["request"] == nil {
            reading.metadata["request"] = request
        }
    }

    /// `evaluation.NAME.score`, `annotation.0.name` and their forms for the trace and the session.
    private func readScores(_ span: SpanEvidence, _ reading: inout SpanReading) {
        guard span.marks.contains(.scores), reading.scores.isEmpty else { return }
        let scopes = ["", "trace.", "session."].flatMap { [$0 + "evaluation.", $0 + "annotation."] }
        for scope in scopes {
            var found: [String: SpanScore] = [:]
            var order: [String] = []
            for (key, entry) in span.members(scope) {
                let dot = key.lastIndex(of: ".")
                let group = dot.map { String(key[..<$0]) } ?? ""
                if found[group] == nil { order.append(group) }
                var score = found[group] ?? SpanScore(name: group, value: nil, label: nil, explanation: nil)
                let value = span.attributes.json(entry)
                switch dot.map({ key[key.index(after: $0)...] }) ?? key[...] {
                case "name": score.name = value.stringValue ?? group
                case "score", "value": score.value = value.doubleValue
                case "label": score.label = value.stringValue
                case "explanation": score.explanation = value.stringValue
                default: break
                }
                found[group] = score
            }
            reading.scores += order.compactMap { found[$0] }.filter { $0.value != nil || $0.label != nil }
        }
    }
}
