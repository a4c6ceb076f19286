import HindcastEngine

extension StepEnding {
    var stopReason: String {
        switch self {
        case .answered: "end_turn"
        case .cut: "max_tokens_exceeded"
        case .withheld: "invalid_llm_response"
        case .cancelled: "cancelled"
        case .providerFailed: "llm_api_error"
        case .failed: "error"
        }
    }

    /// Every reason that Letta knows; those that no recorded step has are answered with an empty list.
    static let stopReasons = [
        "end_turn", "error", "llm_api_error", "invalid_llm_response", "invalid_tool_call", "max_steps",
        "max_tokens_exceeded", "no_tool_call", "tool_rule", "cancelled", "insufficient_credits",
        "requires_approval",
        "context_window_overflow_in_system_prompt",
    ]

    init?(stopReason: String) {
        let all: [StepEnding] = [.answered, .cut, .withheld, .cancelled, .providerFailed, .failed]
        guard let found = all.first(where: { $0.stopReason == stopReason }) else { return nil }
        self = found
    }
}
