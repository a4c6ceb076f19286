import HindcastEngine
import HindcastJSON
import HindcastModel

/// What clients send, as any bytes: taken or refused, and what is taken can be taken again.
package enum InvariantFuzz {
    /// Any bytes are a push or a client's error.
    package static func push(_ bytes: [UInt8]) {
        guard let body = (try? JSONReader.parse(bytes, limits: InvariantLimits.body))?.objectValue else {
            return
        }
        if let payload = try? PushPayload(body) {
            precondition(!payload.items.isEmpty, "an empty push was taken")
            for item in payload.items {
                let again = try? MessagePayload.list(item.messages)
                precondition(again == item.messages, "what was taken is taken otherwise the second time")
            }
        }
        _ = try? AppendPayload(body, now: Timestamp(nanoseconds: 0))
        _ = try? MetadataUpdate(body)
    }

    /// Any bytes are a dataset's file or a client's error.
    package static func file(_ bytes: [UInt8]) {
        guard let file = try? DatasetFile(bytes) else { return }
        let indices = file.items.compactMap(\.index)
        precondition(Set(indices).count == indices.count, "an index was taken twice")
    }

    /// Any text is a search.
    package static func query(_ bytes: [UInt8]) {
        let query = InvariantQuery(String(decoding: bytes, as: UTF8.self))
        precondition(query == InvariantQuery(query.text))
        let metadata = JSONObject([("n", JSON.number(JSONNumber(1))), ("t", JSON.string("x"))])
        for filter in query.filters {
            _ = filter.matches(metadata, isAnnotated: true)
        }
    }
}
