import HindcastJSON
import HindcastModel

/// What goes into a tool and what comes out, freed of the dialects' wrapping, so that the result on a tool's span and
/// the result in the conversation are the same.
enum ToolOutput {
    /// Text is parsed; text that is no JSON stays text. No arguments at all are an empty object for every provider.
    static func arguments(_ json: JSON?) -> JSON {
        guard case .string(let text)? = json else { return json ?? .null }
        if text.isEmpty { return .object(JSONObject()) }
        return (try? JSONReader.parse(text)) ?? .string(text)
    }

    /// One block of text is that text; `{json}` and `{type, value}` are what they hold. Text stays text even when it
    /// reads as JSON: the model saw text.
    static func unwrapped(_ json: JSON) -> (value: JSON, isError: Bool) {
        if case .array(let items) = json, items.count == 1 {
            if let text = text(items[0]) { return (.string(text), false) }
            if let inner = items[0]["json"], items[0]["type"] == nil { return (inner, false) }
        }
        if let type = json["type"]?.stringValue, let value = json["value"] {
            switch type {
            case "text", "json": return (value, false)
            case "error-text", "error-json": return (value, true)
            case "content": return (unwrapped(value).value, false)
            default: break
            }
        }
        return (json, false)
    }

    private static func text(_ block: JSON) -> String? {
        switch block["type"]?.stringValue {
        case "text", "input_text", "output_text": (block["text"] ?? block["content"])?.stringValue
        case nil: block["text"]?.stringValue
        default: nil
        }
    }
}
