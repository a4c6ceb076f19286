import HindcastJSON

/// Messages as clients send them.
enum MessagePayload {
    /// Messages as they are kept: arguments of tool calls that are JSON text become what the text says.
    static func list(_ items: [JSON]) throws(InvariantError) -> [JSON] {
        guard items.count <= InvariantLimits.messagesMax else {
            throw .bad("a trace has at most \(InvariantLimits.messagesMax) messages")
        }
        var messages: [JSON] = []
        messages.reserveCapacity(items.count)
        for item in items {
            guard case .object(let object) = item else {
                throw .bad("messages must be a list of lists of dictionaries")
            }
            messages.append(.object(parsed(object)))
        }
        return messages
    }

    static func parsed(_ message: JSONObject) -> JSONObject {
        guard let calls = message["tool_calls"]?.arrayValue else { return message }
        var message = message
        message["tool_calls"] = .array(
            calls.map { call in
                guard var parsed = call.objectValue, var function = call["function"]?.objectValue,
                    let text = function["arguments"]?.stringValue,
                    let arguments = try? JSONReader.parse(text),
                    arguments.objectValue != nil
                else { return call }
                function["arguments"] = arguments
                parsed["function"] = .object(function)
                return .object(parsed)
            })
        return message
    }
}
