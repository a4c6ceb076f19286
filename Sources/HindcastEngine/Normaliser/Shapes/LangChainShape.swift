import HindcastJSON
import HindcastModel

/// LangChain's messages: constructor dicts (`{lc, type: constructor, id, kwargs}`), dumps (`{type, data}`) and plain
/// model dumps (`{type: human, content}`).
enum LangChainShape {
    static func isMessage(_ json: JSON) -> Bool { speaker(json) != nil }

    static func message(_ json: JSON, default role: Role) -> [Message]? {
        guard let (speaker, body) = speaker(json) else { return nil }
        if speaker == .tool {
            return OpenAIShape.toolMessage(body).map { [$0] }
        }
        var found = OpenAIShape.message(body, role: speaker, name: body["name"]?.stringValue)
        if let thinking = body["additional_kwargs"]?["reasoning_content"]?.stringValue, !thinking.isEmpty,
            found.first?.reasoningText == nil, !found.isEmpty
        {
            found[0].parts.insert(.reasoning(Reasoning(text: thinking)), at: 0)
        }
        return found
    }

    private static func speaker(_ json: JSON) -> (Role, JSON)? {
        guard json["role"] == nil, let type = json["type"]?.stringValue else { return nil }
        if type == "constructor", let kwargs = json["kwargs"] {
            let type = kwargs["type"]?.stringValue ?? json["id"]?.arrayValue?.last?.stringValue ?? ""
            return role(type, kwargs).map { ($0, kwargs) }
        }
        if let data = json["data"], data["content"] != nil { return role(type, data).map { ($0, data) } }
        guard json["content"] != nil || json["tool_calls"] != nil else { return nil }
        return role(type, json).map { ($0, json) }
    }

    private static func role(_ type: String, _ body: JSON) -> Role? {
        var name = type
        for suffix in ["MessageChunk", "Message"] where name.hasSuffix(suffix) {
            name.removeLast(suffix.count)
            break
        }
        switch name.lowercased() {
        case "human": return .user
        case "ai": return .assistant
        case "system": return .system
        case "tool", "function": return .tool
        case "chat": return Role(folding: body["role"]?.stringValue ?? "user")
        default: return nil
        }
    }
}
