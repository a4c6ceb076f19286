import HindcastJSON
import HindcastModel

/// Reads a message in whatever shape it comes: providers and frameworks differ in names, not in meaning, and
/// instrumentations mix them (an OpenAI message inside `gen_ai.input.messages`). One file per family holds the names.
enum ChatShape {
    /// Deeper wrappings than any real client makes.
    private static let depthMax = 8

    /// - Parameter role: for messages that do not say who speaks.
    static func messages(_ json: JSON, default role: Role, depth: Int = 0) -> [Message] {
        guard depth < depthMax else { return [Message(role: role, parts: [.json(json)])] }
        switch json {
        case .null: return []
        case .string(let text): return [Message(role: role, text: text)]
        case .array(let items): return list(items, default: role, depth: depth)
        case .object: return object(json, default: role, depth: depth)
        case .bool, .number: return [Message(role: role, text: json.text)]
        }
    }

    /// A pair `["user", "text"]`, a list of messages, or the blocks of one message.
    private static func list(_ items: [JSON], default role: Role, depth: Int) -> [Message] {
        if items.count == 2, let speaker = items[0].stringValue, let text = items[1].stringValue,
            isRole(speaker)
        {
            return [Message(role: Role(folding: speaker), text: text)]
        }
        let isMessages = items.allSatisfy { item in
            item.arrayValue != nil || item["role"] != nil || item["message"] != nil
                || LangChainShape.isMessage(item) || OpenAIShape.isResponsesItem(item)
        }
        if isMessages { return items.flatMap { messages($0, default: role, depth: depth + 1) } }
        return MessageAssembly.messages(role: role, parts: items.flatMap { parts($0) })
    }

    private static func object(_ json: JSON, default role: Role, depth: Int) -> [Message] {
        if let speaker = json["role"] {
            let speaker = speaker.stringValue.map(Role.init(folding:)) ?? role
            return messages(ofParts: json, by: speaker)
                ?? OpenAIShape.message(json, role: speaker, name: name(json))
        }
        if let found = LangChainShape.message(json, default: role) { return found }
        if let inner = json["message"], inner != .null {
            return messages(inner, default: role, depth: depth + 1)
        }
        if let found = OpenAIShape.responsesItem(json, default: role) { return found }
        if let found = messages(ofParts: json, by: role) { return found }
        if json["content"] != nil || json["tool_calls"] != nil {
            return OpenAIShape.message(json, role: role, name: name(json))
        }
        let parts = Self.parts(json)
        return MessageAssembly.messages(role: role, parts: parts.isEmpty ? [.json(json)] : parts)
    }

    /// A message of parts, as OpenTelemetry, Google and Vercel write it. Nil for any other.
    private static func messages(ofParts json: JSON, by speaker: Role) -> [Message]? {
        guard let parts = json["parts"]?.arrayValue else { return nil }
        return MessageAssembly.messages(
            role: speaker, parts: parts.flatMap { Self.parts($0) }, name: name(json))
    }

    private static func name(_ json: JSON) -> String? { json["name"]?.stringValue }

    /// The parts of a content: text, one block, or a list of blocks. What no family knows is kept as JSON.
    static func parts(_ json: JSON) -> [Part] {
        switch json {
        case .null: return []
        case .string(let text): return text.isEmpty ? [] : [.text(text)]
        case .array(let items): return items.flatMap { block($0) }
        case .object: return block(json)
        case .bool, .number: return [.text(json.text)]
        }
    }

    private static func block(_ json: JSON) -> [Part] {
        guard case .object = json else {
            if let text = json.stringValue { return text.isEmpty ? [] : [.text(text)] }
            return json == .null ? [] : [.json(json)]
        }
        let type = json["type"]?.stringValue
        return TextShape.part(json, type) ?? ToolShape.part(json, type) ?? MediaShape.part(json, type)
            ?? BedrockShape.part(json, type) ?? GeminiShape.part(json, type) ?? [.json(json)]
    }

    private static func isRole(_ text: String) -> Bool {
        [.system, .user, .assistant, .tool].contains(Role(folding: text))
    }
}
