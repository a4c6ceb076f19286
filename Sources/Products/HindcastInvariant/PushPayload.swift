import HindcastEngine
import HindcastJSON
import HindcastModel

/// What `POST /push/trace` brings. Everything is checked before anything is stored.
struct PushPayload {
    let dataset: String?
    let items: [ConversationPush.Item]

    init(_ body: JSONObject) throws(InvariantError) {
        guard let lists = body["messages"]?.arrayValue, lists.allSatisfy({ $0.arrayValue != nil }) else {
            throw .bad("messages must be a list of traces")
        }
        guard !lists.isEmpty else { throw .bad("messages must not be empty") }
        guard lists.count <= InvariantLimits.tracesMax else {
            throw .bad("messages must have at most \(InvariantLimits.tracesMax) traces; push them in parts")
        }
        var items: [ConversationPush.Item] = []
        for list in lists { items.append(.init(messages: try MessagePayload.list(list.arrayValue ?? []))) }
        if let annotations = body["annotations"], !annotations.isNull {
            guard let found = annotations.arrayValue else {
                throw .bad("annotations must be a list of annotations")
            }
            guard found.count == items.count else {
                throw .bad("annotations must be the same length as messages")
            }
            for (index, list) in found.enumerated() {
                items[index].annotations = try AnnotationPayload.list(
                    list, else: "annotations must be a list of annotations")
            }
        }
        dataset = try Self.dataset(body["dataset"])
        if let metadata = body["metadata"], !metadata.isNull {
            guard let found = metadata.arrayValue else { throw .bad("metadata must be a list of metadata") }
            guard found.count == items.count else {
                throw .bad("metadata must be the same length as messages")
            }
            for (index, value) in found.enumerated() { try items[index].take(metadata: value) }
        }
        self.items = items
    }

    private static func dataset(_ value: JSON?) throws(InvariantError) -> String? {
        guard let value, !value.isNull else { return nil }
        guard let name = value.stringValue else { throw .bad("dataset name must be a string") }
        try DatasetName.check(name)
        return name
    }
}

extension ConversationPush.Item {
    /// Null counts as nothing. Who uploaded it is told by its record, not by the sender.
    mutating func take(metadata value: JSON) throws(InvariantError) {
        guard !value.isNull else { return }
        guard var found = value.objectValue else { throw .bad("metadata must be a list of dictionaries") }
        found["uploader"] = nil
        name = found["name"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
        metadata = found
    }
}
