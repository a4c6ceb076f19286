import HindcastJSON
import HindcastModel

/// Tool calls and results, as blocks with a `type`: OpenTelemetry parts, Anthropic, Vercel, LangChain.
enum ToolShape {
    static func part(_ json: JSON, _ type: String?) -> [Part]? {
        switch type {
        case "tool_call", "tool_use", "tool-call", "server_tool_use", "mcp_tool_use", "function_call",
            "function":
            return call(json).map { [.toolCall($0)] }
        case "tool_call_response", "tool_result", "tool-result", "function_call_output", "mcp_tool_result",
            "web_search_tool_result", "web_fetch_tool_result", "code_execution_tool_result":
            return [.toolResult(result(json))]
        default: return nil
        }
    }

    static func call(_ json: JSON) -> ToolCall? {
        let body = json["function"] ?? json
        guard let name = (body["name"] ?? body["toolName"])?.stringValue else { return nil }
        let id = (json["id"] ?? json["toolCallId"])?.stringValue
        let callID = json["call_id"]?.stringValue ?? id
        let arguments = body["arguments"] ?? body["input"] ?? body["args"]
        return ToolCall(id: callID, name: name, arguments: ToolOutput.arguments(arguments))
    }

    static func result(_ json: JSON) -> ToolResult {
        let id = json["tool_use_id"] ?? json["toolCallId"] ?? json["call_id"] ?? json["id"]
        let content = json["content"] ?? json["response"] ?? json["result"] ?? json["output"]
        let (value, failed) = ToolOutput.unwrapped(content ?? .null)
        let isError = json["is_error"]?.boolValue ?? json["isError"]?.boolValue ?? failed
        let name = (json["name"] ?? json["toolName"])?.stringValue
        return ToolResult(id: id?.stringValue, name: name, result: value, isError: isError)
    }
}
