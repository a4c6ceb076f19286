import HindcastJSON
import HindcastModel

/// One message of `gen_ai.prompt.N` or `gen_ai.completion.N`, its keys shortened.
enum OpenLLMetryMessage {
    private static let calls = FlatPrefix("tool_calls.")

    static func read(_ attributes: Attributes, default role: Role) -> [Message] {
        let name = attributes.string("role")
        if name == "thinking" {
            let parts = TextShape.reasoning(attributes.string("content") ?? "", nil)
            return [Message(role: .assistant, parts: parts)]
        }
        let speaker = name.map(Role.init(folding:)) ?? role
        if speaker == .tool {
            let content = attributes.string("content")
            let value = blocks(content).map { ToolOutput.unwrapped($0).value }
            let result = ToolResult(
                id: attributes.string("tool_call_id"),
                result: value ?? content.map { .string($0) } ?? .null)
            return [Message(role: .tool, parts: [.toolResult(result)])]
        }
        let parts = content(attributes) + calls(attributes)
        return MessageAssembly.messages(role: speaker, parts: parts)
    }

    /// Text, or the JSON text of provider blocks. Signatures of thinking are left out: the answer is reported without
    /// them, and the same turn must stay the same message when it comes back as input.
    private static func content(_ attributes: Attributes) -> [Part] {
        guard let entry = attributes.entry("content") else { return [] }
        if entry.type != .string { return ChatShape.parts(attributes.json(entry)) }
        guard let text = attributes.string("content") else { return [] }
        guard let blocks = blocks(text) else { return [.text(text)] }
        return ChatShape.parts(blocks).map { part in
            guard case .reasoning(var reasoning) = part, !reasoning.isRedacted else { return part }
            reasoning.signature = nil
            return .reasoning(reasoning)
        }
    }

    /// A list whose members all say their type; any other JSON is what was said.
    private static func blocks(_ text: String?) -> JSON? {
        guard let text, text.hasPrefix("["), let json = try? JSONReader.parse(text),
            let items = json.arrayValue, !items.isEmpty,
            items.allSatisfy({ $0["type"]?.stringValue != nil })
        else { return nil }
        return json
    }

    private static func calls(_ attributes: Attributes) -> [Part] {
        guard let list = attributes.flatList(Self.calls) else { return [] }
        return list.all().compactMap { call in
            guard let name = call.string("name") else { return nil }
            let arguments = ToolOutput.arguments(.string(call.string("arguments") ?? ""))
            return .toolCall(ToolCall(id: call.string("id"), name: name, arguments: arguments))
        }
    }
}
