import HindcastModel

/// Pairs the tool calls of one answer with the results that a later call is told.
struct ToolAnswers {
    /// By index of the call.
    private(set) var results: [Int: ToolResult] = [:]
    /// What was told besides, message by message; nil for one that held nothing else.
    private(set) var rest: [Message?] = []

    /// Pairs by id; where the dialect has none, in order.
    init(calls: [ToolCall], told: [Message?]) {
        for message in told {
            guard let message, !message.toolResults.isEmpty else {
                rest.append(message)
                continue
            }
            var left = message
            left.parts = message.parts.filter { part in
                guard case .toolResult(let result) = part, let index = open(calls, for: result) else {
                    return true
                }
                results[index] = result
                return false
            }
            rest.append(left.parts.isEmpty ? nil : left)
        }
    }

    private func open(_ calls: [ToolCall], for result: ToolResult) -> Int? {
        calls.indices.first { index in
            results[index] == nil
                && (result.id == nil || calls[index].id == nil || calls[index].id == result.id)
        }
    }
}
