import HindcastJSON
import HindcastModel

/// OpenAI's chat messages (also the base of Anthropic's and Vercel's: `role` and `content`), its Responses items, and
/// its request and response envelopes.
enum OpenAIShape {
    static func message(_ json: JSON, role: Role, name: String?) -> [Message] {
        if role == .tool, let found = toolMessage(json) { return [found] }
        var parts: [Part] = []
        if let thinking = (json["reasoning_content"] ?? json["reasoning"] ?? json["thinking"])?.stringValue {
            parts += TextShape.reasoning(thinking, nil)
        }
        parts += ChatShape.parts(json["content"] ?? .null)
        if parts.isEmpty, let refusal = json["refusal"]?.stringValue { parts.append(.text(refusal)) }
        parts += calls(json, besides: parts)
        return MessageAssembly.messages(role: role, parts: parts, name: name)
    }

    /// Calls beside the content; LangChain repeats there what the content's blocks have said already.
    static func calls(_ json: JSON, besides parts: [Part]) -> [Part] {
        var known: Set<String> = []
        for part in parts { if case .toolCall(let call) = part, let id = call.id { known.insert(id) } }
        var listed = json["tool_calls"]?.arrayValue ?? json["toolCalls"]?.arrayValue ?? []
        if listed.isEmpty { listed = json["additional_kwargs"]?["tool_calls"]?.arrayValue ?? [] }
        var found = listed.compactMap(ToolShape.call)
        if let old = json["function_call"], let call = ToolShape.call(old) { found.append(call) }
        return found.filter { call in call.id.map { !known.contains($0) } ?? true }.map(Part.toolCall)
    }

    /// A tool's answer as a message of its own. Nil when the content's blocks say themselves what they answer.
    static func toolMessage(_ json: JSON) -> Message? {
        let id = (json["tool_call_id"] ?? json["toolCallId"] ?? json["tool_use_id"] ?? json["id"])?
            .stringValue
        let content = json["content"] ?? .null
        if json["tool_call_id"] == nil, content.arrayValue != nil {
            let parts = ChatShape.parts(content)
            if parts.contains(where: { if case .toolResult = $0 { true } else { false } }) { return nil }
        }
        let (value, failed) = ToolOutput.unwrapped(content)
        let isError = failed || json["status"]?.stringValue == "error"
        let result = ToolResult(id: id, name: json["name"]?.stringValue, result: value, isError: isError)
        return Message(role: .tool, parts: [.toolResult(result)])
    }

    static func isResponsesItem(_ json: JSON) -> Bool {
        switch json["type"]?.stringValue {
        case "function_call", "function_call_output", "message": true
        case "reasoning": json["summary"] != nil
        default: false
        }
    }

    /// An item of the Responses interface that is not a plain message.
    static func responsesItem(_ json: JSON, default role: Role) -> [Message]? {
        guard json["role"] == nil, isResponsesItem(json) else { return nil }
        switch json["type"]?.stringValue {
        case "function_call_output":
            return MessageAssembly.messages(role: .tool, parts: ChatShape.parts(json))
        case "message":
            return MessageAssembly.messages(role: role, parts: ChatShape.parts(json["content"] ?? .null))
        default: return MessageAssembly.messages(role: .assistant, parts: ChatShape.parts(json))
        }
    }

    /// The answer inside a response body: OpenAI, Anthropic, Gemini, Bedrock, Ollama, LangChain.
    static func answers(_ json: JSON) -> [Message] {
        if let choices = (json["choices"] ?? json["generations"] ?? json["candidates"])?.arrayValue {
            return choices.flatMap { choice in
                ChatShape.messages(choice["content"] ?? choice, default: .assistant)
            }
        }
        if let output = json["output"], json["role"] == nil {
            if output.arrayValue != nil { return ChatShape.messages(output, default: .assistant) }
            return output["message"].map { ChatShape.messages($0, default: .assistant) }
                ?? ChatShape.messages(output, default: .assistant)
        }
        // Google's kit writes one candidate without the list around it.
        if json["role"] == nil, let content = json["content"], content["parts"] != nil {
            return ChatShape.messages(content, default: .assistant)
        }
        if let messages = json["messages"]?.arrayValue {
            return messages.flatMap { ChatShape.messages($0, default: .assistant) }
        }
        return ChatShape.messages(json, default: .assistant)
    }
}
