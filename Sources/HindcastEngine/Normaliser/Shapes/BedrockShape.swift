import HindcastJSON
import HindcastModel

/// Bedrock's Converse blocks: no `type`, one key that names the kind. Strands uses them everywhere.
enum BedrockShape {
    static func part(_ json: JSON, _ type: String?) -> [Part]? {
        guard type == nil else { return nil }
        if let use = json["toolUse"], let name = use["name"]?.stringValue {
            let arguments = ToolOutput.arguments(use["input"])
            return [.toolCall(ToolCall(id: use["toolUseId"]?.stringValue, name: name, arguments: arguments))]
        }
        if let result = json["toolResult"] {
            let (value, failed) = ToolOutput.unwrapped(result["content"] ?? .null)
            let isError = failed || result["status"]?.stringValue == "error"
            return [
                .toolResult(ToolResult(id: result["toolUseId"]?.stringValue, result: value, isError: isError))
            ]
        }
        if let thinking = json["reasoningContent"] {
            if let data = thinking["redactedContent"]?.stringValue {
                return [.reasoning(Reasoning(text: "", signature: data, isRedacted: true))]
            }
            let body = thinking["reasoningText"] ?? thinking
            return TextShape.reasoning(body["text"]?.stringValue ?? "", body["signature"]?.stringValue)
        }
        if json["cachePoint"] != nil { return [] }
        for (key, kind) in [("image", Media.Kind.image), ("document", .file), ("video", .video)] {
            guard let body = json[key], let data = body["source"]?["bytes"]?.stringValue else { continue }
            let mimeType = body["format"]?.stringValue.map { kind == .file ? $0 : "\(key)/\($0)" }
            return [.media(Media(kind: kind, mimeType: mimeType, source: .base64(data)))]
        }
        return nil
    }
}
