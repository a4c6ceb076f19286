import HindcastJSON
import HindcastModel

/// The plain `gen_ai.…` and `llm.…` attributes that most dialects share: model, usage, agent, tool, session.
struct Leftovers: Convention {
    let name = "genai-attributes"

    func recognises(_ span: SpanEvidence) -> Bool {
        !span.marks.isDisjoint(with: [.genAI, .genAIFlat, .llm]) || span.hasGenAIEvents
            || span.attributes.contains("session.id") || span.attributes.contains("user.id")
    }

    func read(_ span: SpanEvidence, into reading: inout SpanReading) {
        let attributes = span.attributes
        reading.sessionID.fill(
            attributes.string("gen_ai.conversation.id") ?? attributes.string("session.id")
                ?? attributes.string("langfuse.session.id"))
        reading.userID.fill(
            attributes.string("user.id") ?? attributes.string("enduser.id")
                ?? attributes.string("langfuse.user.id"))
        reading.tags.fill(attributes.strings("tag.tags"))
        if span.marks.contains(.genAI) {
            reading.kind.fill(GenAIOperation.kind(span))
            reading.agentName.fill(attributes.string("gen_ai.agent.name"))
            reading.traceName.fill(attributes.string("gen_ai.workflow.name"))
        }
        readCall(span, &reading)
        if reading.kind == .tool, span.marks.contains(.genAI) { readTool(span, &reading) }
        readScores(span, &reading)
        if span.wantsEverything, span.marks.contains(.genAI) { readDetails(span, &reading) }
    }

    private func readCall(_ span: SpanEvidence, _ reading: inout SpanReading) {
        let attributes = span.attributes
        if span.marks.contains(.genAI) {
            reading.provider.fill(
                Folding.provider(attributes.string("gen_ai.provider.name"))
                    ?? Folding.provider(attributes.string("gen_ai.system")))
            reading.modelRequested.fill(attributes.string("gen_ai.request.model"))
            reading.modelUsed.fill(attributes.string("gen_ai.response.model"))
            reading.responseID.fill(attributes.string("gen_ai.response.id"))
            reading.usage.fill(from: span.genAIUsage())
            if reading.cost == .unknown { reading.cost = span.genAICost() }
            reading.timeToFirstTokenMilliseconds.fill(
                attributes.double("gen_ai.server.time_to_first_token")
                    ?? attributes.double("gen_ai.response.time_to_first_chunk").map { $0 * 1000 })
            reading.finishReasons.fill(
                span.everything(Folding.finishReasons(attributes.strings("gen_ai.response.finish_reasons"))))
        }
        if span.marks.contains(.llm) {
            reading.provider.fill(
                Folding.provider(attributes.string("llm.provider", "llm.system", "llm.vendor")))
            reading.modelUsed.fill(attributes.string("llm.response.model", "llm.model_name"))
            reading.modelRequested.fill(attributes.string("llm.request.model"))
            reading.usage.fill(
                from: Usage(
                    input: attributes.int("llm.usage.prompt_tokens", "llm.token_count.prompt"),
                    output: attributes.int("llm.usage.completion_tokens", "llm.token_count.completion")))
        }
        guard reading.kind == nil else { return }
        if attributes.contains("gen_ai.tool.call.id") || attributes.contains("gen_ai.tool.call.arguments") {
            reading.kind = .tool
        } else if reading.model != nil || reading.provider != nil && reading.usage != .unknown {
            reading.kind = .llm
        }
    }

    private func readTool(_ span: SpanEvidence, _ reading: inout SpanReading) {
        let attributes = span.attributes
        let id = attributes.string("gen_ai.tool.call.id")
        reading.outputMessages.fill(
            span.toolMessage(id: id, result: "gen_ai.tool.call.result", isEncoded: true))
        guard span.wantsEverything else { return }
        var tool = reading.tool ?? ToolUse()
        tool.name.fill(attributes.string("gen_ai.tool.name"))
        tool.callID.fill(id)
        tool.arguments.fill(attributes.json("gen_ai.tool.call.arguments"))
        tool.result.fill(attributes.json("gen_ai.tool.call.result").map { ToolOutput.unwrapped($0).value })
        reading.tool = tool
    }

    private func readScores(_ span: SpanEvidence, _ reading: inout SpanReading) {
        guard span.hasGenAIEvents, reading.scores.isEmpty else { return }
        let results =
            span.draft.events.filter { $0.name == "gen_ai.evaluation.result" }.map(\.attributes)
            + span.logs.filter { $0.eventName == "gen_ai.evaluation.result" }.map(\.attributes)
        reading.scores = results.map { result in
            SpanScore(
                name: result.string("gen_ai.evaluation.name") ?? "evaluation",
                value: result.double("gen_ai.evaluation.score.value"),
                label: result.string("gen_ai.evaluation.score.label"),
                explanation: result.string("gen_ai.evaluation.explanation"))
        }
    }

    private static let requestKeys = [
        "temperature", "top_p", "top_k", "max_tokens", "seed", "stop_sequences", "frequency_penalty",
        "presence_penalty", "choice.count", "stream",
    ]

    private func readDetails(_ span: SpanEvidence, _ reading: inout SpanReading) {
        let attributes = span.attributes
        reading.toolDefinitions.fill(attributes.json("gen_ai.tool.definitions"))
        if reading.kind == .retriever {
            reading.input.fill(attributes.json("gen_ai.retrieval.query.text"))
            reading.output.fill(attributes.json("gen_ai.retrieval.documents"))
        }
        if reading.metadata["request"] == nil {
            var request = JSONObject()
            for key in Self.requestKeys { request[key] = attributes.json("gen_ai.request." + key) }
            request["output.type"] = attributes.json("gen_ai.output.type")
            if !request.isEmpty { reading.metadata["request"] = .object(request) }
        }
        for key in ["id", "version", "description"] where reading.metadata["agent." + key] == nil {
            reading.metadata["agent." + key] = attributes.json("gen_ai.agent." + key)
        }
    }
}
