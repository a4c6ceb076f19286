import HindcastJSON
import HindcastModel

/// MLflow tracing: every attribute is JSON text, strings included.
struct MLflow: Convention {
    let name = "mlflow"

    func recognises(_ span: SpanEvidence) -> Bool {
        span.marks.contains(.mlflow)
            && (span.attributes.contains("mlflow.spanType") || span.attributes.contains("mlflow.spanInputs"))
    }

    func read(_ span: SpanEvidence, into reading: inout SpanReading) {
        let attributes = span.attributes
        reading.kind.fill(kind(string(attributes, "mlflow.spanType")))
        reading.sessionID.fill(string(attributes, "mlflow.trace.session"))
        reading.userID.fill(string(attributes, "mlflow.trace.user"))
        reading.traceName.fill(string(attributes, "mlflow.traceName"))
        for (key, entry) in span.members("mlflow.traceTag.") where reading.metadata[key] == nil {
            reading.metadata[key] = decoded(attributes, entry)
        }
        switch reading.kind {
        case .llm, .embedding, .reranker: readCall(span, &reading)
        case .tool: readTool(span, &reading)
        default: break
        }
        reading.input.fill(span.everything(json(attributes, "mlflow.spanInputs")))
        reading.output.fill(span.everything(json(attributes, "mlflow.spanOutputs")))
    }

    private func kind(_ type: String?) -> SpanKind? {
        switch type {
        case "CHAT_MODEL", "LLM": .llm
        case "TOOL": .tool
        case "AGENT": .agent
        case "CHAIN", "WORKFLOW": .workflow
        case "RETRIEVER": .retriever
        case "EMBEDDING": .embedding
        case "RERANKER": .reranker
        case "EVALUATOR": .evaluator
        case "GUARDRAIL": .guardrail
        case "PARSER", "MEMORY", "TASK": .task
        default: nil
        }
    }

    private func readCall(_ span: SpanEvidence, _ reading: inout SpanReading) {
        let attributes = span.attributes
        reading.inputMessages.fill(
            attributes.messageList("mlflow.spanInputs", default: .user, isEncoded: true))
        reading.outputMessages.fill(attributes.answerList("mlflow.spanOutputs", isEncoded: true))
        reading.modelRequested.fill(string(attributes, "mlflow.llm.model"))
        reading.provider.fill(Folding.provider(string(attributes, "mlflow.llm.provider")))
        if let usage = json(attributes, "mlflow.chat.tokenUsage") {
            reading.usage.fill(
                from: Usage(
                    input: usage["input_tokens"]?.intValue, output: usage["output_tokens"]?.intValue,
                    cacheRead: usage["cache_read_input_tokens"]?.intValue,
                    cacheWrite: usage["cache_creation_input_tokens"]?.intValue))
        }
        if reading.cost == .unknown, let cost = json(attributes, "mlflow.llm.cost") {
            reading.cost = Cost(
                input: cost["input_cost"]?.doubleValue, output: cost["output_cost"]?.doubleValue,
                total: cost["total_cost"]?.doubleValue ?? cost.doubleValue)
        }
        reading.toolDefinitions.fill(span.everything(json(attributes, "mlflow.chat.tools")))
    }

    private func readTool(_ span: SpanEvidence, _ reading: inout SpanReading) {
        let attributes = span.attributes
        let output = json(attributes, "mlflow.spanOutputs")
        if let output {
            let message = LangChainShape.message(output, default: .tool)
            reading.outputMessages.fill(MessageList(message ?? [SpanEvidence.message(nil, output)]))
        }
        guard span.wantsEverything else { return }
        let result = reading.outputMessages.all().first?.toolResults.first
        reading.tool.fill(
            ToolUse(
                name: span.draft.name, callID: result?.id, arguments: json(attributes, "mlflow.spanInputs"),
                result: result?.result ?? output))
    }

    private func string(_ attributes: Attributes, _ key: String) -> String? {
        json(attributes, key)?.stringValue
    }

    private func json(_ attributes: Attributes, _ key: String) -> JSON? {
        attributes.entry(key).map { decoded(attributes, $0) }
    }

    private func decoded(_ attributes: Attributes, _ entry: Attributes.Entry) -> JSON {
        guard entry.type == .string else { return attributes.json(entry) }
        let text = String(decoding: attributes.buffer[entry.payload], as: UTF8.self)
        return (try? JSONReader.parse(text)) ?? .string(text)
    }
}
