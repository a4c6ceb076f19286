import HindcastModel

/// Any attributes, under the names that conventions look for, are read without a trap, and ingest's short reading
/// agrees with the full one.
package enum NormaliserFuzz {
    private static let keys = [
        "openinference.span.kind", "llm.input_messages.0.message.role",
        "llm.input_messages.0.message.content",
        "llm.input_messages.0.message.contents.0.message_content.type",
        "llm.input_messages.0.message.tool_calls.0.tool_call.function.name",
        "llm.input_messages.0.message.tool_calls.0.tool_call.function.arguments",
        "llm.output_messages.0.message.content", "llm.token_count.prompt", "llm.cost.total", "metadata",
        "tag.tags",
        "input.value", "output.value", "retrieval.documents.0.document.content", "evaluation.a.score",
        "gen_ai.input.messages", "gen_ai.output.messages", "gen_ai.system_instructions",
        "gen_ai.operation.name",
        "gen_ai.prompt.0.role", "gen_ai.prompt.0.content", "gen_ai.completion.0.role",
        "gen_ai.completion.1.content",
        "gen_ai.prompt", "gen_ai.completion", "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens",
        "gen_ai.response.model", "gen_ai.tool.call.result", "gen_ai.tool.call.id", "gen_ai.tool.definitions",
        "lmnr.span.type", "lmnr.span.input", "lmnr.span.output", "lmnr.association.properties.metadata.a",
        "mlflow.spanType", "mlflow.spanInputs", "mlflow.spanOutputs", "mlflow.chat.tokenUsage",
        "ai.operationId",
        "ai.prompt", "ai.prompt.messages", "ai.response.toolCalls", "ai.toolCall.result",
        "ai.telemetry.metadata.a",
        "gcp.vertex.agent.llm_request", "gcp.vertex.agent.llm_response", "gcp.vertex.agent.tool_response",
        "langsmith.span.kind", "langsmith.span.tags", "langsmith.metadata.usage_metadata",
        "traceloop.span.kind",
        "traceloop.entity.output", "pydantic_ai.all_messages", "events", "span.type", "session.id",
        "prompt.id",
        "input_tokens", "duration_ms", "tool_input", "response", "event.name", "content", "message",
    ]
    /// Values that open the deeper paths; bytes of the input stand for the rest.
    private static let values = [
        "LLM", "TOOL", "chat", "execute_tool", "invoke_agent", "tool", "thinking", "gpt-4o", "ai.toolCall",
        #"[{"role":"user","parts":[{"type":"text","content":"a"}]}]"#,
        #"{"messages":[[{"lc":1,"type":"constructor","#,
        #"{"messages":[{"role":"tool","content":[{"toolResult":{"content":[{"text":"a"}]}}]}],"system":"s"}"#,
        #"[["user","a"],["ai","b"]]"#, #"{"generations":[[{"message":{"type":"ai","content":null}}]]}"#,
        #""text""#, "[[[[[[[[[[[[[]]]]]]]]]]]]]", "{}", "[]", "[", "9223372036854775807", "-1", "1e999",
        "NaN",
        #"{"role":"assistant","content":[{"type":"tool_use","name":"f","input":"{"}]}"#,
    ]
    private static let names = [
        "span", "claude_code.tool", "claude_code.llm_request", "gen_ai.choice", "gen_ai.user.message",
        "gen_ai.tool.message", "gen_ai.client.inference.operation.details", "tool.output", "exception",
    ]
    /// Longer inputs only repeat what shorter ones say.
    private static let membersMax = 64

    package static func run(_ bytes: [UInt8]) {
        var source = bytes[...]
        var span = SpanDraft(
            traceID: TraceID(high: 1, low: 1), spanID: SpanID(1), name: name(&source),
            start: Timestamp(nanoseconds: Int64(source.popFirst() ?? 0)), end: Timestamp(nanoseconds: .max))
        span.attributes = attributes(&source)
        span.events = [SpanEvent(name: name(&source), time: span.end, attributes: attributes(&source))]
        var log = LogDraft(
            time: Timestamp(nanoseconds: .min), eventName: name(&source), body: value(&source),
            attributes: attributes(&source))
        let normaliser = Normaliser()
        let columns = normaliser.read(span, logs: [log], detail: .columns)
        let all = normaliser.read(span, logs: [log], detail: .everything)
        precondition(columns.inputMessages.keys == all.inputMessages.keys, "input differs between readings")
        precondition(
            columns.outputMessages.keys == all.outputMessages.keys, "output differs between readings")
        for message in all.inputMessages.all() + all.outputMessages.all() {
            precondition(Message(canonical: message.canonical()) != nil, "a message that cannot be read back")
        }
        _ = ClaudeCodeSession.details(spans: [span], logs: [log])
        log.traceID = nil
        for made in ClaudeCodeSession.spans(from: [log]) { _ = normaliser.read(made) }
    }

    private static func name(_ source: inout ArraySlice<UInt8>) -> String {
        names[Int(source.popFirst() ?? 0) % names.count]
    }

    private static func attributes(_ source: inout ArraySlice<UInt8>) -> Attributes {
        let count = min(Int(source.popFirst() ?? 0), membersMax)
        var members: [AttributeEntry] = []
        while members.count < count, let pick = source.popFirst() {
            members.append(AttributeEntry(key: keys[Int(pick) % keys.count], value: value(&source)))
        }
        return Attributes(members)
    }

    private static func value(_ source: inout ArraySlice<UInt8>, depth: Int = 0) -> AttributeValue {
        guard let pick = source.popFirst() else { return .empty }
        switch pick % 8 {
        case 0: return .int(source.popFirst() == 0 ? .min : .max)
        case 1: return .double(.nan)
        case 2: return .bool(true)
        case 3 where depth < 4:
            return .array([value(&source, depth: depth + 1), value(&source, depth: depth + 1)])
        case 4:
            let text = source.prefix(Int(source.first ?? 0))
            source = source.dropFirst(text.count)
            return .string(String(decoding: text, as: UTF8.self))
        default: return .string(values[Int(source.popFirst() ?? 0) % values.count])
        }
    }
}
