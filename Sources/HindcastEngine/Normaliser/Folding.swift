import HindcastJSON
import HindcastModel

/// Spellings of the dialects, folded into ours.
enum Folding {
    /// Anything unknown is kept as it came.
    static func finishReason(_ text: String) -> String {
        switch text.lowercased() {
        case "stop", "end_turn", "stop_sequence", "end", "complete", "completed", "finish", "eos",
            "finish_reason_stop":
            "stop"
        case "tool_calls", "tool_call", "tool-calls", "tool_use", "function_call": "tool_calls"
        case "length", "max_tokens", "max_output_tokens", "model_length", "model_context_window_exceeded":
            "length"
        case "content_filter", "content-filter", "content_filtered", "safety", "refusal",
            "guardrail_intervened":
            "content_filter"
        default: text
        }
    }

    static func finishReasons(_ texts: [String]?) -> [String]? {
        texts.map { $0.filter { !$0.isEmpty }.map(finishReason) }
    }

    /// Lower case, the part before the first dot (`openai.chat` is OpenAI). Frameworks that name themselves instead of
    /// a provider are no provider.
    static func provider(_ text: String?) -> String? {
        guard let text else { return nil }
        let name = text.drop { $0 == "." }.prefix { $0 != "." }.lowercased()
        switch name {
        case "", "strands-agents", "langchain", "_other", "unknown", "none", "null": return nil
        default: return name
        }
    }
}
