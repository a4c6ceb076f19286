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
    var words: String {
        switch source {
        case .uri(let uri): "[\(kind.rawValue) \(uri)]"
        case .base64, .fileID: "[\(kind.rawValue)\(mimeType.map { " " + $0 } ?? "")]"
        }
    }
}
