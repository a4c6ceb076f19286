import HindcastJSON

/// The conversation of a run: a list of messages, the same list as JSON text, or any text, which is what the assistant
/// answered (the client's decorator sends the bare answer of a function).
struct Trajectory: Equatable {
    let messages: [JSON]

    init(_ value: JSON?) throws(ReflectError) {
        switch value {
        case .array(let items)?: messages = try Self.messages(items)
        case .string(let text)?: messages = Self.messages(text)
        case nil, .null?: throw .invalid("trajectory is required.")
        default: throw .invalid("trajectory must be a list of messages or a string.")
        }
    }

    private static func messages(_ items: [JSON]) throws(ReflectError) -> [JSON] {
        guard items.count <= ReflectLimits.messagesMax else {
            throw .invalid("trajectory must have at most \(ReflectLimits.messagesMax) messages.")
        }
        for (index, item) in items.enumerated() where item.objectValue == nil {
            throw .invalid("trajectory[\(index)] must be an object.")
        }
        return items
    }

    /// Text that is no list of messages is an answer, also when it happens to be JSON.
    private static func messages(_ text: String) -> [JSON] {
        if let items = (try? JSONReader.parse(text, limits: ReflectLimits.body))?.arrayValue,
            let messages = try? messages(items)
        {
            return messages
        }
        return text.isEmpty ? [] : [["role": "assistant", "content": .string(text)]]
    }
}
