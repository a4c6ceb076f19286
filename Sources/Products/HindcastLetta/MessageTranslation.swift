import HindcastEngine
import HindcastJSON
import HindcastModel

/// One member of Letta's message union: a stored message becomes one or several of them, which share its id.
struct LettaMessage {
    let type: MessageType
    let name: String?
    let content: Content

    enum MessageType: String, CaseIterable {
        case system = "system_message"
        case user = "user_message"
        case assistant = "assistant_message"
        case reasoning = "reasoning_message"
        case hiddenReasoning = "hidden_reasoning_message"
        case toolCall = "tool_call_message"
        case toolReturn = "tool_return_message"
    }

    enum Content {
        case text(String)
        case parts([Part])
        case reasoning(Reasoning)
        case calls([ToolCall])
        case results([ToolResult])
    }

    /// The members that a message becomes, in the order of its parts. Never none: cursors are ids of messages.
    static func members(of message: Message) -> [LettaMessage] {
        switch message.role {
        case .system: return [LettaMessage(type: .system, name: message.name, content: .text(message.text))]
        case .assistant: return spoken(message)
        case .tool:
            let results = message.toolResults
            if !results.isEmpty { return [returned(results, message)] }
            return [LettaMessage(type: .user, name: message.name, content: told(message.parts))]
        default:
            let results = message.toolResults
            let rest = message.parts.filter { if case .toolResult = $0 { false } else { true } }
            let returned = results.isEmpty ? [] : [returned(results, message)]
            if rest.isEmpty, !returned.isEmpty { return returned }
            return returned + [LettaMessage(type: .user, name: message.name, content: told(rest))]
        }
    }

    private static func returned(_ results: [ToolResult], _ message: Message) -> LettaMessage {
        LettaMessage(type: .toolReturn, name: results.first?.name ?? message.name, content: .results(results))
    }

    /// Text alone as text, anything else as parts.
    private static func told(_ parts: [Part]) -> Content {
        let texts = parts.compactMap { if case .text(let text) = $0 { text } else { nil } }
        return texts.count == parts.count ? .text(texts.joined(separator: "\n")) : .parts(parts)
    }

    private static func spoken(_ message: Message) -> [LettaMessage] {
        var members: [LettaMessage] = []
        var texts: [String] = []
        func add(_ type: MessageType, _ content: Content) {
            members.append(LettaMessage(type: type, name: message.name, content: content))
        }
        func flush() {
            if !texts.isEmpty { add(.assistant, .text(texts.joined(separator: "\n"))) }
            texts = []
        }
        let calls = message.toolCalls
        var hasCalls = false
        for part in message.parts {
            switch part {
            case .text(let text): texts.append(text)
            case .json(let json): texts.append(json.text)
            case .media(let media): texts.append(media.words)
            case .reasoning(let reasoning):
                flush()
                add(reasoning.isRedacted ? .hiddenReasoning : .reasoning, .reasoning(reasoning))
            case .toolCall:
                // All calls of a turn are one member, which stands where the first stood.
                guard !hasCalls else { continue }
                hasCalls = true
                flush()
                add(.toolCall, .calls(calls))
            case .toolResult(let result):
                flush()
                add(.toolReturn, .results([result]))
            }
        }
        flush()
        if members.isEmpty { add(.assistant, .text("")) }
        return members
    }
}

extension Media {
    /// In a place where only text may stand.
    fileprivate var words: String {
        switch source {
        case .uri(let uri): "[\(kind.rawValue) \(uri)]"
        case .base64, .fileID: "[\(kind.rawValue)\(mimeType.map { " " + $0 } ?? "")]"
        }
    }
}

// MARK: Writing

extension StepMessage {
    /// The members that the message becomes, each with its number among all of them.
    func members(_ types: Set<String>?) -> [(index: Int, member: LettaMessage)] {
        let all = LettaMessage.members(of: message).enumerated().map { (index: $0.offset, member: $0.element) }
        return all.filter { types?.contains($0.member.type.rawValue) ?? true }
    }

    /// - Parameter index: among the members of the message.
    func write(_ member: LettaMessage, index: Int, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", id)
            writer.field("date", time.wholeSeconds)
            writer.field("name", member.name)
            writer.field("message_type", member.type.rawValue)
            switch member.type {
            case .system, .user: writer.nulls("otid")
            case .assistant, .reasoning, .hiddenReasoning, .toolCall, .toolReturn: writer.field("otid", otid(index))
            }
            writer.nulls("sender_id")
            writer.field("step_id", ForeignID(.step, trace: step.trace, span: step.span))
            writer.nulls("is_err", "seq_id")
            writer.field("run_id", run.id)
            member.writeContent(to: &writer)
        }
    }

    /// The id's UUID with the member's number as its last two digits.
    private func otid(_ index: Int) -> String {
        let digits = String(min(index, 255), radix: 16)
        let uuid = id.description.dropFirst(ForeignID.Kind.message.rawValue.count + 1)
        return uuid.dropLast(2) + (digits.count < 2 ? "0" : "") + digits
    }
}

extension LettaMessage {
    fileprivate func writeContent(to writer: inout JSONWriter) {
        switch content {
        case .text(let text): writer.field("content", text)
        case .parts(let parts): writer.array("content", parts) { $1.writeContent(to: &$0) }
        case .reasoning(let reasoning) where type == .hiddenReasoning:
            writer.field("state", "redacted")
            writer.field("hidden_reasoning", reasoning.text.isEmpty ? reasoning.signature : reasoning.text)
        case .reasoning(let reasoning):
            writer.field("source", "reasoner_model")
            writer.field("reasoning", reasoning.text)
            writer.field("signature", reasoning.signature)
        case .calls(let calls):
            writer.key("tool_call")
            if let first = calls.first { first.write(to: &writer) } else { writer.null() }
            writer.array("tool_calls", calls) { $1.write(to: &$0) }
        case .results(let results):
            if let first = results.first { first.writeMembers(to: &writer) }
            writer.array("tool_returns", results) { writer, result in
                writer.object { writer in
                    writer.field("type", "tool")
                    result.writeMembers(to: &writer)
                }
            }
        }
    }
}

extension ToolCall {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("name", name)
            writer.field("arguments", argumentsText)
            writer.field("tool_call_id", id)
        }
    }
}

extension ToolResult {
    fileprivate func writeMembers(to writer: inout JSONWriter) {
        writer.field("tool_return", plainText)
        writer.field("status", isError ? "error" : "success")
        writer.field("tool_call_id", id)
        writer.nulls("stdout", "stderr")
    }
}

extension Part {
    /// A part of a user's message; what Letta has no part for is told as text.
    fileprivate func writeContent(to writer: inout JSONWriter) {
        writer.object { writer in
            if case .media(let media) = self, media.kind == .image {
                writer.field("type", "image")
                writer.object("source") { media.writeSource(to: &$0) }
                return
            }
            writer.field("type", "text")
            switch self {
            case .text(let text): writer.field("text", text)
            case .reasoning(let reasoning): writer.field("text", reasoning.text)
            case .toolCall(let call): writer.field("text", "\(call.name) \(call.argumentsText)")
            case .toolResult(let result): writer.field("text", result.plainText)
            case .media(let media): writer.field("text", media.words)
            case .json(let json): writer.field("text", json.text)
            }
        }
    }
}

extension Media {
    fileprivate func writeSource(to writer: inout JSONWriter) {
        switch source {
        case .uri(let uri):
            writer.field("type", "url")
            writer.field("url", uri)
        case .base64(let data):
            writer.field("type", "base64")
            writer.field("media_type", mimeType ?? "image/png")
            writer.field("data", data)
            writer.nulls("detail")
        case .fileID(let id):
            writer.field("type", "letta")
            writer.field("file_id", id)
            writer.nulls("media_type", "data", "detail")
        }
    }
}
