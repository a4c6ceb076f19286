import HindcastJSON
import HindcastModel

/// Claude Code's own spans. They carry no conversation: that lies in log records, which `ClaudeCodeSession` joins.
struct ClaudeCode: Convention {
    let name = "claude-code"

    static let scope = "com.anthropic.claude_code.tracing"

    func recognises(_ span: SpanEvidence) -> Bool {
        span.draft.name.hasPrefix("claude_code.") || span.draft.scope.name == Self.scope
    }

    func read(_ span: SpanEvidence, into reading: inout SpanReading) {
        let attributes = span.attributes
        let type = attributes.string("span.type") ?? String(span.draft.name.trimmingPrefix("claude_code."))
        reading.sessionID.fill(attributes.string("session.id"))
        reading.userID.fill(attributes.string("user.id"))
        reading.provider.fill(Folding.provider(attributes.string("gen_ai.provider.name")) ?? "anthropic")
        switch type {
        case "interaction":
            reading.kind.fill(.agent)
            reading.agentName.fill("claude-code")
            reading.inputMessages.fill(attributes.messageText("user_prompt"))
        case "llm_request":
            reading.kind.fill(.llm)
            readCall(span, &reading)
        case "tool":
            reading.kind.fill(.tool)
            readTool(span, &reading)
        default: reading.kind.fill(.task)
        }
    }

    /// Anthropic's counts leave the cache out; ours include it.
    private func readCall(_ span: SpanEvidence, _ reading: inout SpanReading) {
        let attributes = span.attributes
        reading.modelRequested.fill(attributes.string("model"))
        let read = attributes.int("cache_read_tokens")
        let written = attributes.int("cache_creation_tokens")
        let fresh = attributes.int("input_tokens")
        reading.usage.fill(
            from: Usage(
                input: fresh.map { $0 &+ (read ?? 0) &+ (written ?? 0) },
                output: attributes.int("output_tokens"), cacheRead: read, cacheWrite: written))
        reading.timeToFirstTokenMilliseconds.fill(attributes.double("ttft_ms"))
        reading.finishReasons.fill(
            span.everything(Folding.finishReasons(attributes.strings("stop_reason"))))
        if reading.cost == .unknown {
            let costs = span.logs.compactMap { $0.attributes.double("gen_ai.usage.cost") }
            reading.cost = Cost(total: attributes.double("cost_usd") ?? costs.first)
        }
        if attributes.bool("success") == false { reading.errorMessage.fill(attributes.string("error")) }
    }

    private func readTool(_ span: SpanEvidence, _ reading: inout SpanReading) {
        let attributes = span.attributes
        let id = attributes.string("tool_use_id", "gen_ai.tool.call.id")
        let output = Self.output(span.draft)
        if let output {
            reading.outputMessages.fill(MessageList([SpanEvidence.message(id, .string(output))]))
        }
        guard span.wantsEverything else { return }
        let input = span.logs.lazy.compactMap { $0.attributes.json("gen_ai.tool.call.arguments") }.first
        reading.tool.fill(
            ToolUse(
                name: attributes.string("tool_name"), callID: id,
                arguments: input ?? Self.arguments(attributes),
                result: output.map { .string($0) }))
    }

    static func output(_ draft: SpanDraft) -> String? {
        draft.events.last { $0.name == "tool.output" }?.attributes.string("output")
    }

    /// What the span itself tells of the arguments.
    static func arguments(_ attributes: Attributes) -> JSON? {
        if let text = attributes.string("tool_input") {
            return (try? JSONReader.parse(text)) ?? .string(text)
        }
        if let command = attributes.string("full_command") {
            return .object(JSONObject([("command", .string(command))]))
        }
        return attributes.string("file_path").map { .object(JSONObject([("file_path", .string($0))])) }
    }
}

extension Attributes {
    /// A text attribute as one user message.
    func messageText(_ key: String) -> MessageList? {
        string(key).map { MessageList([Message(role: .user, text: $0)]) }
    }
}
