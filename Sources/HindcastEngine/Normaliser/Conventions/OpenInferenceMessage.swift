import HindcastJSON
import HindcastModel

/// One message of a flattened list, its keys shortened to `message.…`.
enum OpenInferenceMessage {
    private static let contents = FlatPrefix("message.contents.")
    private static let calls = FlatPrefix("message.tool_calls.")

    /// The messages of a list. A group that says who speaks reads alike on both sides of a call, so that an answer is
    /// known already when the next call repeats it.
    static func list(_ list: FlatList, default role: Role) -> MessageList {
        let isAnswer = role == .assistant && !list.all().allSatisfy { $0.string("message.role") != nil }
        let form: MessageForm = isAnswer ? .openInferenceAnswer : .openInference
        return MessageList(list, form: form.rawValue) { read($0, default: role) }
    }

    static func read(_ attributes: Attributes, default role: Role) -> [Message] {
        let speaker = attributes.string("message.role").map(Role.init(folding:)) ?? role
        if speaker == .tool {
            let result = ToolResult(
                id: attributes.string("message.tool_call_id"), name: attributes.string("message.name"),
                result: ToolOutput.unwrapped(toolContent(attributes)).value)
            return [Message(role: .tool, parts: [.toolResult(result)])]
        }
        var parts: [Part] = []
        if let text = attributes.string("message.content") { parts.append(.text(text)) }
        if let contents = attributes.flatList(Self.contents) {
            for group in contents.all() { parts += content(group) }
        }
        parts += calls(attributes)
        return MessageAssembly.messages(role: speaker, parts: parts, name: attributes.string("message.name"))
    }

    private static func toolContent(_ attributes: Attributes) -> JSON {
        if let text = attributes.string("message.content") { return .string(text) }
        guard let contents = attributes.flatList(Self.contents) else { return .null }
        let blocks = contents.all().map { content in
            let text = content.string("message_content.text")
            return JSON.object(
                JSONObject([("type", .string("text")), ("text", text.map { .string($0) } ?? .null)]))
        }
        return .array(blocks)
    }

    private static func content(_ attributes: Attributes) -> [Part] {
        let type = attributes.string("message_content.type")
        let text = attributes.string("message_content.text")
        switch type {
        case "reasoning", "thinking", "redacted_thinking":
            let signature = attributes.string(
                "message_content.signature", "message_content.encrypted_content", "message_content.data")
            if type == "redacted_thinking" {
                return [.reasoning(Reasoning(text: text ?? "", signature: signature, isRedacted: true))]
            }
            return TextShape.reasoning(text ?? "", signature)
        case "image", "audio", "video", "file": return media(attributes, type ?? "file")
        default:
            if let text { return [.text(text)] }
            for kind in ["image", "audio"] {
                let found = media(attributes, kind)
                if !found.isEmpty { return found }
            }
            return []
        }
    }

    private static func media(_ attributes: Attributes, _ type: String) -> [Part] {
        let kind = Media.Kind(rawValue: type) ?? .file
        let place = "message_content.\(type)."
        for key in ["\(type).url", "url", "data"] {
            guard let text = attributes.string(place + key) else { continue }
            let mimeType = attributes.string(place + "\(type).mime_type", place + "mime_type")
            return [.media(MediaShape.media(kind, mimeType, text))]
        }
        return []
    }

    private static func calls(_ attributes: Attributes) -> [Part] {
        var found: [Part] = []
        if let list = attributes.flatList(Self.calls) {
            for call in list.all() {
                guard let name = call.string("tool_call.function.name") else { continue }
                let arguments = call.string("tool_call.function.arguments").map { JSON.string($0) }
                found.append(
                    .toolCall(
                        ToolCall(
                            id: call.string("tool_call.id"), name: name,
                            arguments: ToolOutput.arguments(arguments ?? .string("")))))
            }
        }
        if let name = attributes.string("message.function_call_name") {
            let arguments = attributes.string("message.function_call_arguments_json")
            let json = ToolOutput.arguments(.string(arguments ?? ""))
            found.append(.toolCall(ToolCall(id: nil, name: name, arguments: json)))
        }
        return found
    }
}
