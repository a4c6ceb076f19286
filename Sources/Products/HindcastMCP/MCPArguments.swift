import HindcastJSON

/// The arguments of a tool call, read one by one. What is null counts as absent.
struct MCPArguments {
    let members: JSONObject

    /// - Parameter known: every argument that the tool has; models that make up others are told.
    init(_ members: JSONObject, known: [String]) throws(MCPToolError) {
        if let odd = members.keys.first(where: { !known.contains($0) }) {
            throw MCPToolError(
                "There is no argument `\(odd.prefix(40))`; there are \(known.joined(separator: ", ")).")
        }
        self.members = members
    }

    private func present(_ name: String) -> JSON? {
        guard let value = members[name], !value.isNull else { return nil }
        return value
    }

    func text(_ name: String) throws(MCPToolError) -> String? {
        guard let value = present(name) else { return nil }
        guard let text = value.stringValue else { throw MCPToolError("`\(name)` must be a text.") }
        return text
    }

    func someText(_ name: String) throws(MCPToolError) -> String {
        guard let text = try text(name), !text.allSatisfy(\.isWhitespace) else {
            throw MCPToolError("`\(name)` is needed and must say something.")
        }
        return text
    }

    func count(_ name: String, default value: Int, in range: ClosedRange<Int>) throws(MCPToolError) -> Int {
        guard let given = present(name) else { return value }
        guard let number = given.intValue, let count = Int(exactly: number), range.contains(count) else {
            throw MCPToolError(
                "`\(name)` must be a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return count
    }

    func fraction(_ name: String) throws(MCPToolError) -> Double? {
        guard let given = present(name) else { return nil }
        guard let number = given.doubleValue, (0...1).contains(number) else {
            throw MCPToolError("`\(name)` must be a number from 0 to 1.")
        }
        return number
    }

    func texts(_ name: String) throws(MCPToolError) -> [String] {
        guard let given = present(name) else { return [] }
        let texts = given.arrayValue?.compactMap(\.stringValue)
        guard let texts, texts.count == given.arrayValue?.count, texts.count <= MCPLimits.namesMax,
            texts.allSatisfy({ $0.utf8.count <= MCPLimits.nameBytesMax })
        else { throw MCPToolError("`\(name)` must be a list of at most \(MCPLimits.namesMax) short texts.") }
        return texts
    }

    func object(_ name: String) throws(MCPToolError) -> JSONObject? {
        guard let given = present(name) else { return nil }
        guard let object = given.objectValue else { throw MCPToolError("`\(name)` must be an object.") }
        return object
    }

    /// A conversation: a list of messages, or a text, which is what the assistant answered.
    func messages(_ name: String) throws(MCPToolError) -> [JSON] {
        switch present(name) {
        case nil: return []
        case .string(let text)?: return text.isEmpty ? [] : [["role": "assistant", "content": .string(text)]]
        case .array(let items)? where items.allSatisfy({ $0.objectValue != nil }): return items
        default: throw MCPToolError("`\(name)` must be a list of messages with role and content, or a text.")
        }
    }
}
