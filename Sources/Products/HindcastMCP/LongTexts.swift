import HindcastJSON

/// Keeps an answer within what a model can read: long texts inside it are cut, and say so.
enum LongTexts {
    /// - Parameter document: one JSON value that was just written.
    static func cut(_ document: [UInt8], to charactersMax: Int) -> [UInt8] {
        guard let json = try? JSONReader.parse(document) else { return document }
        return cut(json, to: charactersMax).serialized()
    }

    private static func cut(_ json: JSON, to charactersMax: Int) -> JSON {
        switch json {
        case .string(let text) where text.utf8.count > charactersMax:
            let count = text.count
            guard count > charactersMax else { return json }
            return .string(text.prefix(charactersMax) + "… (\(count - charactersMax) characters more)")
        case .array(let items): return .array(items.map { cut($0, to: charactersMax) })
        case .object(let members):
            return .object(JSONObject(members.map { ($0.key, cut($0.value, to: charactersMax)) }))
        default: return json
        }
    }
}
