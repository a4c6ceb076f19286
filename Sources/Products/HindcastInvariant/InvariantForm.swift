import HindcastBytes
import HindcastEngine
import HindcastJSON
import HindcastModel
import HindcastStore

/// The objects of the API as JSON.
enum InvariantForm {
    /// Ids of people and projects follow from their names: there are no user records.
    private static let userDomain: UInt8 = 0x55

    static func userID(_ name: String) -> JSON {
        let half = SHA256Digest.of(domain: userDomain, Array(name.utf8)).firstHalf
        let id = RecordID(
            high: half.high & 0xffff_ffff_ffff_0fff | 0x4000, low: half.low & (1 << 62 - 1) | 1 << 63)
        return .string(id.description)
    }

    static func user(_ name: String) -> JSON {
        ["id": userID(name), "username": .string(name), "image_url_hash": "0"]
    }

    static func traceID(_ id: TraceID) -> JSON { .string(RecordID(high: id.high, low: id.low).description) }

    static func count(_ count: Int) -> JSON { .number(JSONNumber(Int64(count))) }

    static func annotation(_ annotation: Annotation) -> JSON {
        let extras = annotation.ownExtras
        return [
            "id": .string(annotation.id.description), "trace_id": traceID(annotation.trace),
            "content": .string(annotation.content), "address": .string(annotation.address),
            "time_created": .string(annotation.created.pythonText),
            "extra_metadata": extras.isEmpty ? .null : .object(extras),
            "resolved": .bool(annotation.isResolved),
            "user": user(annotation.author.name),
        ]
    }

    /// Annotations as files have them.
    static func exported(_ annotation: Annotation) -> JSON {
        let extras = annotation.ownExtras
        return [
            "content": .string(annotation.content), "address": .string(annotation.address),
            "extra_metadata": extras.isEmpty ? .null : .object(extras),
        ]
    }

    /// What names things is never cut: it would name others.
    private static let wholeKeys: Set<String> = [
        "role", "type", "id", "name", "tool_call_id", "timestamp", "url",
    ]

    /// Long texts cut in the middle; how much is missing stands there.
    static func shortened(_ json: JSON, to lengthMax: Int) -> JSON {
        switch json {
        case .string(let text):
            let scalars = text.unicodeScalars
            guard text.utf8.count > lengthMax, scalars.count > lengthMax else { return json }
            let head = String(scalars.prefix(lengthMax / 2))
            let tail = String(scalars.suffix(lengthMax / 2))
            let missing = scalars.count - 2 * (lengthMax / 2)
            return .string("\(head)<...truncated \(missing) characters...>\(tail)")
        case .array(let items): return .array(items.map { shortened($0, to: lengthMax) })
        case .object(let object):
            return .object(
                JSONObject(
                    object.map { key, value in
                        (key, wholeKeys.contains(key) ? value : shortened(value, to: lengthMax))
                    }))
        case .null, .bool, .number: return json
        }
    }
}
