import HindcastJSON
import HindcastModel

/// Vercel's AI SDK: an outer span per call of the application, inner `.doGenerate` and `.doStream` spans per call of
/// the model, and tool spans.
struct VercelAI: Convention {
    let name = "vercel"

    private static let place = "ai.telemetry.metadata."

    func recognises(_ span: SpanEvidence) -> Bool {
        (span.marks.contains(.vercel) && span.attributes.contains("ai.operationId"))
            || span.draft.scope.name == "ai"
    }

    func read(_ span: SpanEvidence, into reading: inout SpanReading) {
        let attributes = span.attributes
        let operation =
            attributes.string("ai.operationId")
            ?? span.draft.name.split(separator: " ").first.map(String.init) ?? ""
        reading.kind.fill(kind(operation))
        reading.sessionID.fill(attributes.string(Self.place + "sessionId", Self.place + "session_id"))
        reading.userID.fill(attributes.string(Self.place + "userId", Self.place + "user_id"))
        reading.tags.fill(attributes.strings(Self.place + "tags"))
        span.addMetadata(
            Self.place, except: ["sessionId", "session_id", "userId", "user_id", "tags"], to: &reading)
        if reading.kind == .agent { reading.agentName.fill(attributes.string("ai.telemetry.functionId")) }
        if reading.kind == .tool {
            readTool(span, &reading)
            return
        }
        reading.provider.fill(Folding.provider(attributes.string("ai.model.provider")))
        reading.modelRequested.fill(attributes.string("ai.model.id"))
        reading.modelUsed.fill(attributes.string("ai.response.model"))
        reading.responseID.fill(attributes.string("ai.response.id"))
        reading.timeToFirstTokenMilliseconds.fill(attributes.double("ai.response.msToFirstChunk"))
        readUsage(attributes, &reading)
        readMessages(span, &reading)
    }

    private func kind(_ operation: String) -> SpanKind? {
        if operation.hasPrefix("ai.embed") { return .embedding }
        if operation.hasSuffix(".doGenerate") || operation.hasSuffix(".doStream") { return .llm }
        switch operation {
        case "ai.toolCall": return .tool
        case "ai.generateText", "ai.streamText": return .agent
        case "ai.generateObject", "ai.streamObject": return .workflow
        default: return nil
        }
    }

    private func readUsage(_ attributes: Attributes, _ reading: inout SpanReading) {
        reading.usage.fill(
            from: Usage(
                input: attributes.int("ai.usage.inputTokens", "ai.usage.promptTokens", "ai.usage.tokens"),
                output: attributes.int("ai.usage.outputTokens", "ai.usage.completionTokens"),
                cacheRead: attributes.int(
                    "ai.usage.cachedInputTokens", "ai.usage.inputTokenDetails.cacheReadTokens"),
                cacheWrite: attributes.int("ai.usage.inputTokenDetails.cacheWriteTokens"),
                reasoning: attributes.int(
                    "ai.usage.reasoningTokens", "ai.usage.outputTokenDetails.reasoningTokens")))
    }

    private func readMessages(_ span: SpanEvidence, _ reading: inout SpanReading) {
        let attributes = span.attributes
        reading.inputMessages.fill(
            attributes.messageList("ai.prompt.messages", default: .user)
                ?? attributes.messageList("ai.prompt", default: .user))
        reading.outputMessages.fill(answer(attributes))
        guard span.wantsEverything else { return }
        reading.finishReasons.fill(
            Folding.finishReasons(
                attributes.strings("ai.response.finishReason") ?? attributes.strings("ai.finishReason")))
        reading.toolDefinitions.fill(tools(attributes))
        reading.input.fill(attributes.json("ai.prompt", "ai.value", "ai.values"))
        reading.output.fill(attributes.json("ai.response.object", "ai.embedding", "ai.embeddings"))
    }

    /// Text, thinking and calls lie apart; together they are one turn.
    private func answer(_ attributes: Attributes) -> MessageList? {
        var parts = TextShape.reasoning(attributes.string("ai.response.reasoning") ?? "", nil)
        if let text = attributes.string(
            "ai.response.text", "ai.result.text", "ai.response.object", "ai.result.object")
        {
            parts.append(.text(text))
        }
        if let calls = attributes.json("ai.response.toolCalls", "ai.result.toolCalls")?.arrayValue {
            parts += calls.compactMap(ToolShape.call).map(Part.toolCall)
        }
        return parts.isEmpty ? nil : MessageList([Message(role: .assistant, parts: parts)])
    }

    /// A list of JSON texts.
    private func tools(_ attributes: Attributes) -> JSON? {
        attributes.json("ai.prompt.tools")?.arrayValue.map { items in
            .array(items.map { item in item.stringValue.flatMap { try? JSONReader.parse($0) } ?? item })
        }
    }

    private func readTool(_ span: SpanEvidence, _ reading: inout SpanReading) {
        let attributes = span.attributes
        let id = attributes.string("ai.toolCall.id")
        reading.outputMessages.fill(span.toolMessage(id: id, result: "ai.toolCall.result", isEncoded: true))
        guard span.wantsEverything else { return }
        reading.tool.fill(
            ToolUse(
                name: attributes.string("ai.toolCall.name"), callID: id,
                arguments: attributes.json("ai.toolCall.args"),
                result: reading.outputMessages.all().first?.toolResults.first?.result))
    }
}
