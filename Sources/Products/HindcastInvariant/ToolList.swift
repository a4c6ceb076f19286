import HindcastJSON

/// The tools that messages call, with the names of their arguments.
struct ToolList {
    private var tools: [String: Set<String>] = [:]

    var isEmpty: Bool { tools.isEmpty }

    init(_ messages: [JSON]) {
        for message in messages {
            for call in message["tool_calls"]?.arrayValue ?? [] {
                guard let function = call["function"], let name = function["name"]?.stringValue else {
                    continue
                }
                tools[name, default: []].formUnion(function["arguments"]?.objectValue?.keys ?? [])
            }
        }
    }

    /// Takes in what an earlier list said.
    mutating func add(_ json: JSON?) {
        for (name, tool) in json?.objectValue ?? JSONObject() {
            tools[name, default: []].formUnion(
                (tool["arguments"]?.arrayValue ?? []).compactMap(\.stringValue))
        }
    }

    var json: JSON {
        let members = tools.keys.sorted().map { name -> (key: String, value: JSON) in
            let arguments = (tools[name] ?? []).sorted().map { JSON.string($0) }
            return (name, ["name": .string(name), "arguments": .array(arguments)])
        }
        return .object(JSONObject(members))
    }
}
