extension Message {
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
