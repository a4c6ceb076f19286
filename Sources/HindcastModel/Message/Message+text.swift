import HindcastJSON

extension Message {
    /// What a person would search for: text, reasoning, tool names, arguments and results; never base64.
    public var searchText: String {
        parts.compactMap(\.searchText).joined(separator: "\n")
    }

    /// The plain text parts, joined as the dialects join them.
    public var text: String {
        parts.compactMap { if case .text(let text) = $0 { text } else { nil } }.joined(separator: "\n")
    }

    /// The model's thinking, joined; nil when it showed none.
    public var reasoningText: String? {
        let found = parts.compactMap { if case .reasoning(let item) = $0 { item.text } else { nil } }
        return found.isEmpty ? nil : found.joined(separator: "\n")
    }

    /// The tools asked for, in order.
    public var toolCalls: [ToolCall] {
        parts.compactMap { if case .toolCall(let call) = $0 { call } else { nil } }
    }

    /// The answers of tools, in order.
    public var toolResults: [ToolResult] {
        parts.compactMap { if case .toolResult(let result) = $0 { result } else { nil } }
    }
}

extension Part {
    var searchText: String? {
        switch self {
        case .text(let text): text
        case .reasoning(let reasoning): reasoning.text
        case .toolCall(let call): call.name + " " + (call.arguments.stringValue ?? call.arguments.text)
        case .toolResult(let result): result.result.stringValue ?? result.result.text
        case .media(let media):
            if case .uri(let uri) = media.source, uri.utf8.count < 2048 { uri } else { nil }
        case .json(let json): json.text
        }
    }
}
