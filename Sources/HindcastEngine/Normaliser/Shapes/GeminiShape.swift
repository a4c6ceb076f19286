import HindcastJSON
import HindcastModel

/// Google's contents: parts without `type`, in camel or snake case.
enum GeminiShape {
    static func part(_ json: JSON, _ type: String?) -> [Part]? {
        guard type == nil else { return nil }
        if let call = json["functionCall"] ?? json["function_call"], let name = call["name"]?.stringValue {
            let arguments = ToolOutput.arguments(call["args"])
            return [.toolCall(ToolCall(id: call["id"]?.stringValue, name: name, arguments: arguments))]
        }
        if let answer = json["functionResponse"] ?? json["function_response"] {
            let result = ToolResult(
                id: answer["id"]?.stringValue, name: answer["name"]?.stringValue,
                result: answer["response"] ?? .null)
            return [.toolResult(result)]
        }
        if let text = json["text"]?.stringValue {
            if json["thought"]?.boolValue == true {
                let signature = json["thoughtSignature"] ?? json["thought_signature"]
                return TextShape.reasoning(text, signature?.stringValue)
            }
            return text.isEmpty ? [] : [.text(text)]
        }
        if let blob = json["inlineData"] ?? json["inline_data"], let data = blob["data"]?.stringValue {
            return [.media(media(blob, .base64(data)))]
        }
        if let file = json["fileData"] ?? json["file_data"],
            let uri = (file["fileUri"] ?? file["file_uri"])?.stringValue
        {
            return [.media(media(file, .uri(uri)))]
        }
        return nil
    }

    private static func media(_ json: JSON, _ source: Media.Source) -> Media {
        let mimeType = (json["mimeType"] ?? json["mime_type"])?.stringValue
        return Media(kind: MediaShape.kind(mimeType: mimeType), mimeType: mimeType, source: source)
    }

    /// The system instruction of a request: text, a content, or parts.
    static func systemInstruction(_ request: JSON) -> [Message] {
        let config = request["config"] ?? request["generationConfig"] ?? request
        let found =
            config["systemInstruction"] ?? config["system_instruction"] ?? request["systemInstruction"]
            ?? request["system_instruction"]
        guard let found, found != .null else { return [] }
        let parts = ChatShape.parts(found["parts"] ?? found)
        return parts.isEmpty ? [] : [Message(role: .system, parts: parts)]
    }

    /// The functions offered, in the provider's form.
    static func tools(_ request: JSON) -> JSON? {
        let config = request["config"] ?? request
        let groups = (config["tools"] ?? request["tools"])?.arrayValue ?? []
        let declared = groups.flatMap { group in
            (group["functionDeclarations"] ?? group["function_declarations"])?.arrayValue ?? [group]
        }
        return declared.isEmpty ? nil : .array(declared)
    }
}
