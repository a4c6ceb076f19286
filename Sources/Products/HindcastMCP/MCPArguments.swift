import HindcastJSON

/// The arguments of a tool call.
typealias MCPArguments = JSONMembers<MCPToolError>

extension JSONMembers<MCPToolError> {
    /// A conversation: a list of messages, or a text, which is what the assistant answered.
    func messages(_ name: String) throws(MCPToolError) -> [JSON] {
        switch all[name] {
        case nil, .null?: return []
        case .string(let text)?: return text.isEmpty ? [] : [["role": "assistant", "content": .string(text)]]
        case .array(let items)? where items.allSatisfy({ $0.objectValue != nil }): return items
        default: throw failure(name, "must be a list of messages with role and content, or a text")
        }
    }

    func names(_ name: String) throws(MCPToolError) -> [String] {
        try texts(name, countMax: MCPLimits.namesMax, bytesMax: MCPLimits.nameBytesMax) ?? []
    }
}
