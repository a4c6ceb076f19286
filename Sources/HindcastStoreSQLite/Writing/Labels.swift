import HindcastJSON

/// Tags and metadata as the JSON texts that columns hold, so that SQL can look into them.
enum Labels {
    struct Member: Equatable {
        var key: String
        /// JSON text.
        var value: String
    }

    /// In byte order of the keys; of equal keys the last one.
    static func members(_ object: JSONObject) -> [Member] {
        if object.isEmpty { return [] }
        var last: [String: String] = [:]
        for (key, value) in object { last[key] = value.text }
        return sorted(last)
    }

    static func sorted(_ members: [String: String]) -> [Member] {
        members.map { Member(key: $0.key, value: $0.value) }.sorted { $0.key < $1.key }
    }

    static func object(_ members: [String: String]) -> String? {
        if members.isEmpty { return nil }
        let object = JSONObject(sorted(members).map { ($0.key, parse($0.value) ?? .null) })
        return JSON.object(object).text
    }

    static func parse(_ text: String) -> JSON? { try? JSONReader.parse(Array(text.utf8)) }

    static func object(parsing text: String?) -> JSONObject {
        guard let text, case .object(let object) = parse(text) else { return JSONObject() }
        return object
    }

    static func dictionary(parsing text: String?) -> [String: String] {
        guard let text else { return [:] }
        return Dictionary(members(object(parsing: text)).map { ($0.key, $0.value) }) { $1 }
    }

    static func list(_ tags: Set<String>) -> String? {
        if tags.isEmpty { return nil }
        return JSON.array(tags.sorted().map { .string($0) }).text
    }

    static func ordered(_ tags: [String]) -> String { JSON.array(tags.map { .string($0) }).text }

    static func tags(parsing text: String?) -> [String] {
        guard let text, case .array(let items) = parse(text) else { return [] }
        return items.compactMap(\.stringValue)
    }
}
