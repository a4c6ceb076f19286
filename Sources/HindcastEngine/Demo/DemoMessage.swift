import HindcastJSON

/// Messages in the form of OpenTelemetry's GenAI convention.
enum DemoMessage {
    struct Call {
        let id: String
        let name: String
        let arguments: JSON
    }

    static func system(_ text: String) -> JSON { message("system", text) }
    static func user(_ text: String) -> JSON { message("user", text) }

    static func answer(_ text: String) -> JSON {
        [
            "role": "assistant", "parts": [["type": "text", "content": .string(text)]],
            "finish_reason": "stop",
        ]
    }

    static func calls(_ calls: Call..., thinking: String? = nil) -> JSON {
        var parts: [JSON] = []
        if let thinking { parts.append(["type": "reasoning", "content": .string(thinking)]) }
        for call in calls {
            parts.append([
                "type": "tool_call", "id": .string(call.id), "name": .string(call.name),
                "arguments": call.arguments,
            ])
        }
        return ["role": "assistant", "parts": .array(parts), "finish_reason": "tool_call"]
    }

    static func result(of call: Call, _ text: String) -> JSON {
        [
            "role": "tool",
            "parts": [["type": "tool_call_response", "id": .string(call.id), "response": .string(text)]],
        ]
    }

    private static func message(_ role: String, _ text: String) -> JSON {
        ["role": .string(role), "parts": [["type": "text", "content": .string(text)]]]
    }
}
