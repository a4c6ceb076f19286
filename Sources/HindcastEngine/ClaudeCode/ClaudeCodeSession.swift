import HindcastBytes
import HindcastJSON
public import HindcastModel

/// Claude Code reports a session in log records: prompts, model calls, answers, tool results, grouped by `prompt.id`.
/// Its spans, when turned on, carry times and counts but no conversation. These functions bring the two together;
/// they are pure, and want the records of one session in any order.
public enum ClaudeCodeSession {
    static let logScope = "com.anthropic.claude_code.events"
    /// A conversation longer than this is cut at its start: each call repeats it.
    static let historyMax = 2000
    /// A log record is written as its call ends; clocks are the same machine's.
    static let matchNanosecondsMax: Int64 = 2_000_000_000

    /// Whether a record tells part of a session.
    public static func concerns(_ log: LogDraft) -> Bool {
        log.scope.name == logScope || bodyText(log)?.hasPrefix("claude_code.") == true
    }

    public static func concerns(_ span: SpanDraft) -> Bool {
        span.scope.name == ClaudeCode.scope || span.name.hasPrefix("claude_code.")
    }

    /// The session a record belongs to; what the ingest collects records by.
    public static func sessionID(_ log: LogDraft) -> String? { log.attributes.string("session.id") }

    /// The event's name without its prefix.
    static func event(_ log: LogDraft) -> String {
        let name =
            log.eventName.isEmpty ? log.attributes.string("event.name") ?? bodyText(log) ?? "" : log.eventName
        return String(name.trimmingPrefix("claude_code."))
    }

    private static func bodyText(_ log: LogDraft) -> String? {
        if case .string(let text) = log.body { text } else { nil }
    }

    /// What the records tell of each model call and tool span: one made-up record per span, in the form of the GenAI
    /// conventions, to be handed to `Normaliser.read` beside the span.
    /// - Parameters:
    ///   - spans: every Claude Code span of the session that is known.
    ///   - logs: every record of the session that is known; of other sessions none.
    public static func details(spans: [SpanDraft], logs: [LogDraft]) -> [SpanID: LogDraft] {
        guard let sessionID = logs.lazy.compactMap(sessionID).first else { return [:] }
        let story = ClaudeCodeStory(sessionID: sessionID, logs: logs)
        var results: [String: String] = [:]
        var toolSpans: [String: SpanDraft] = [:]
        for span in spans where span.attributes.string("span.type") == "tool" {
            guard let id = span.attributes.string("tool_use_id") else { continue }
            toolSpans[id] = span
            results[id] = ClaudeCode.output(span)
        }
        var open = spans.filter { $0.attributes.string("span.type") == "llm_request" }
        var found: [SpanID: LogDraft] = [:]
        for exchange in exchanges(story, results) {
            if let place = match(exchange.call, open) {
                let span = open.remove(at: place)
                found[span.spanID] = record(exchange, of: span)
            }
            for tool in exchange.call.tools {
                guard let id = tool.id, let span = toolSpans[id] else { continue }
                found[span.spanID] = joined(
                    span, [("gen_ai.tool.call.arguments", .string(tool.arguments.text))], at: tool.end)
            }
        }
        return found
    }

    /// The call's span: same model and counts, ending nearest.
    private static func match(_ call: ClaudeCodeStory.Call, _ spans: [SpanDraft]) -> Int? {
        let keys = ["input_tokens", "output_tokens", "cache_read_tokens", "cache_creation_tokens"]
        let candidates = spans.indices.filter { index in
            let span = spans[index].attributes
            return span.string("model") == call.log.attributes.string("model")
                && keys.allSatisfy { span.int($0) == call.log.attributes.int($0) }
                && distance(spans[index], call) <= matchNanosecondsMax
        }
        return candidates.min { distance(spans[$0], call) < distance(spans[$1], call) }
    }

    private static func distance(_ span: SpanDraft, _ call: ClaudeCodeStory.Call) -> Int64 {
        let (difference, overflow) = span.end.nanoseconds.subtractingReportingOverflow(call.end.nanoseconds)
        return overflow || difference == .min ? .max : abs(difference)
    }

    private static func record(_ exchange: Exchange, of span: SpanDraft) -> LogDraft {
        var members: [(String, AttributeValue)] = exchange.attributes
        if let cost = exchange.call.log.attributes.double("cost_usd") {
            members.append(("gen_ai.usage.cost", .double(cost)))
        }
        return joined(span, members, at: exchange.call.end)
    }

    private static func joined(
        _ span: SpanDraft, _ members: [(String, AttributeValue)], at time: Timestamp
    ) -> LogDraft {
        let attributes = Attributes(members.map { AttributeEntry(key: $0.0, value: $0.1) })
        var log = LogDraft(
            time: time, eventName: "gen_ai.client.inference.operation.details", body: .empty,
            attributes: attributes)
        log.traceID = span.traceID
        log.spanID = span.spanID
        return log
    }
}

extension ClaudeCodeSession {
    /// A model call with the conversation before it.
    struct Exchange {
        let turn: ClaudeCodeStory.Turn
        let call: ClaudeCodeStory.Call
        let input: [Message]
        let output: Message

        var attributes: [(String, AttributeValue)] {
            [
                ("gen_ai.input.messages", .string(GenAIText.messages(input))),
                ("gen_ai.output.messages", .string(GenAIText.messages([output]))),
            ]
        }
    }

    /// Walks the story and keeps the conversation. Side calls see the turn's prompt only.
    static func exchanges(_ story: ClaudeCodeStory, _ results: [String: String]) -> [Exchange] {
        var history: [Message] = []
        var found: [Exchange] = []
        for turn in story.turns {
            let prompt = turn.prompt.map { [Message(role: .user, text: $0)] } ?? []
            let hasMain = turn.calls.contains(where: \.isMain)
            history += prompt
            for call in turn.calls {
                let isMain = call.isMain || !hasMain
                let output = answer(call)
                let input = isMain ? Array(history.suffix(historyMax)) : prompt
                found.append(Exchange(turn: turn, call: call, input: input, output: output))
                guard isMain, call.error == nil else { continue }
                if !output.parts.isEmpty { history.append(output) }
                history += call.tools.map { tool in
                    let text = tool.id.flatMap { results[$0] } ?? tool.error
                    return SpanEvidence.message(
                        tool.id, text.map { .string($0) } ?? .null, isError: tool.isError)
                }
            }
        }
        return found
    }

    private static func answer(_ call: ClaudeCodeStory.Call) -> Message {
        let texts = call.texts.filter { !$0.isEmpty }.map(Part.text)
        let calls = call.tools.map { tool in
            Part.toolCall(ToolCall(id: tool.id, name: tool.name, arguments: tool.arguments))
        }
        return Message(role: .assistant, parts: texts + calls)
    }
}

/// Messages as the JSON text of the GenAI conventions.
enum GenAIText {
    static func messages(_ messages: [Message]) -> String { JSON.array(messages.map(message)).text }

    private static func message(_ message: Message) -> JSON {
        .object(
            JSONObject([
                ("role", .string(message.role.name)), ("parts", .array(message.parts.map(part))),
            ]))
    }

    private static func part(_ part: Part) -> JSON {
        switch part {
        case .text(let text): object("text", [("content", .string(text))])
        case .reasoning(let reasoning): object("reasoning", [("content", .string(reasoning.text))])
        case .toolCall(let call):
            object("tool_call", [id(call.id), ("name", .string(call.name)), ("arguments", call.arguments)])
        case .toolResult(let result):
            object(
                "tool_call_response",
                [id(result.id), ("response", result.result), ("is_error", .bool(result.isError))])
        case .media, .json: object("text", [("content", .string(""))])
        }
    }

    private static func id(_ id: String?) -> (String, JSON) { ("id", id.map { .string($0) } ?? .null) }

    private static func object(_ type: String, _ members: [(String, JSON)]) -> JSON {
        .object(JSONObject([("type", .string(type))] + members))
    }
}
