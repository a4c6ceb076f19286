import HindcastJSON
import HindcastStore

/// What people changed on a trace, all patches together. It wins over what spans say, whatever arrives later.
struct PeoplePatch: Equatable {
    var added: Set<String> = []
    var removed: Set<String> = []
    /// JSON texts; `null` hides a key.
    var metadata: [String: String] = [:]

    init() {}

    var isEmpty: Bool { added.isEmpty && removed.isEmpty && metadata.isEmpty }

    mutating func take(_ patch: TracePatch) {
        for tag in patch.removeTags {
            let tag = Columns.cut(tag) as String
            added.remove(tag)
            removed.insert(tag)
        }
        for tag in patch.addTags {
            let tag = Columns.cut(tag) as String
            removed.remove(tag)
            added.insert(tag)
        }
        for member in Labels.members(patch.metadata) { metadata[member.key] = member.value }
    }

    func apply(to tags: inout Set<String>) {
        tags.formUnion(added)
        tags.subtract(removed)
    }

    func apply(to members: inout [String: String]) {
        for (key, value) in metadata { members[key] = value == "null" ? nil : value }
    }

    var text: String? {
        if isEmpty { return nil }
        return JSON.object(
            JSONObject([
                ("add", .array(added.sorted().map { .string($0) })),
                ("remove", .array(removed.sorted().map { .string($0) })),
                (
                    "metadata",
                    .object(
                        JSONObject(Labels.sorted(metadata).map { ($0.key, Labels.parse($0.value) ?? .null) }))
                ),
            ])
        ).text
    }

    init(parsing text: String?) {
        guard let text, let json = Labels.parse(text) else { return }
        added = Set((json["add"]?.arrayValue ?? []).compactMap(\.stringValue))
        removed = Set((json["remove"]?.arrayValue ?? []).compactMap(\.stringValue))
        if case .object(let object)? = json["metadata"] {
            metadata = Dictionary(Labels.members(object).map { ($0.key, $0.value) }) { $1 }
        }
    }
}
