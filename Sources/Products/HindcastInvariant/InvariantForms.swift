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

/// A trace with what its readers may see of it.
struct InvariantTrace {
    let content: ConversationContent
    /// Nil for a run that came by another door.
    let conversation: Conversation?
    let userName: String
    /// Whether the reader belongs to the project; others do not see who uploaded it.
    let isOwner: Bool

    var index: Int { conversation?.index ?? 0 }
    var created: Timestamp { conversation?.created ?? content.trace.start }

    /// What was sent, with the tools that the messages call.
    var metadata: JSONObject {
        var metadata = content.metadata
        let tools = ToolList(content.messages)
        if !tools.isEmpty { metadata["tool_calls"] = tools.json }
        return metadata
    }

    private var shownMetadata: JSONObject {
        var metadata = metadata
        if isOwner, let author = conversation?.author, let key = author.key {
            metadata["uploader"] = .string("\(author.name) (key \(key))")
        }
        return metadata
    }

    var name: String { content.trace.name }
    var hierarchyPath: JSON {
        content.metadata["hierarchy_path"].flatMap { $0.arrayValue == nil ? nil : $0 } ?? []
    }

    /// Messages with images as the addresses at which they are served.
    func messages(lengthMax: Int) -> JSON {
        let id = RecordID(high: content.trace.id.high, low: content.trace.id.low)
        let served = JSON.array(content.messages).replacingImages { reference in
            content.image(reference.digest) == nil
                ? nil : "\(InvariantRoutes.root)/trace/image/\(id)/\(reference.digest.hex)"
        }
        return InvariantForm.shortened(served, to: lengthMax)
    }

    func form(messages: JSON) -> JSONObject {
        JSONObject([
            ("id", InvariantForm.traceID(content.trace.id)), ("index", InvariantForm.count(index)),
            ("messages", messages),
            ("dataset", conversation?.dataset.map { .string($0.description) } ?? .null),
            ("user_id", InvariantForm.userID(userName)), ("name", .string(name)),
            ("hierarchy_path", hierarchyPath), ("user", .string(userName)),
            ("extra_metadata", .object(shownMetadata)), ("time_created", .string(created.pythonText)),
            ("time_last_pushed", .string((conversation?.pushed ?? created).pythonText)),
        ])
    }

    /// A line of a file. Images are in it whole.
    func line(_ annotations: [Annotation], withID: Bool) -> JSON {
        let messages = JSON.array(content.messages).replacingImages { content.image($0.digest)?.dataURL }
        var object = JSONObject([("index", InvariantForm.count(index)), ("messages", messages)])
        object["metadata"] = .object(metadata)
        if withID { object["id"] = InvariantForm.traceID(content.trace.id) }
        // The name is told apart where the metadata does not say it: a run that a number named.
        object["name"] = .string(name)
        object["hierarchy_path"] = hierarchyPath
        object["annotations"] = .array(annotations.map(InvariantForm.exported))
        return .object(object)
    }
}

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
