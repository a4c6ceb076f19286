import HindcastJSON
import HindcastModel

/// Text and thinking, as blocks with a `type`.
enum TextShape {
    static func part(_ json: JSON, _ type: String?) -> [Part]? {
        switch type {
        case "text", "input_text", "output_text", "summary_text":
            let text =
                json["text"]?.stringValue ?? json["content"]?.stringValue
                ?? json["text"]?["value"]?.stringValue
            return text.map { $0.isEmpty ? [] : [.text($0)] }
        case "refusal": return json["refusal"]?.stringValue.map { [.text($0)] }
        case "thinking":
            return reasoning(json["thinking"]?.stringValue ?? "", json["signature"]?.stringValue)
        case "redacted_thinking", "redacted-reasoning":
            return [.reasoning(Reasoning(text: "", signature: json["data"]?.stringValue, isRedacted: true))]
        case "reasoning", "reasoning_content": return reasoning(json)
        default: return nil
        }
    }

    /// OpenTelemetry and Vercel give one text, OpenAI a list of summaries.
    private static func reasoning(_ json: JSON) -> [Part] {
        let signature = json["signature"]?.stringValue ?? json["encrypted_content"]?.stringValue
        for key in ["content", "text", "reasoning", "reasoning_content"] {
            if let text = json[key]?.stringValue { return reasoning(text, signature) }
        }
        let items = (json["summary"]?.arrayValue ?? []) + (json["content"]?.arrayValue ?? [])
        let texts = items.compactMap { $0["text"]?.stringValue ?? $0.stringValue }
        return reasoning(texts.joined(separator: "\n"), signature)
    }

    /// Thinking without text is nothing, unless its signature must be sent back.
    static func reasoning(_ text: String, _ signature: String?) -> [Part] {
        let signature = signature.flatMap { $0.isEmpty ? nil : $0 }
        return text.isEmpty && signature == nil
            ? [] : [.reasoning(Reasoning(text: text, signature: signature))]
    }
}
