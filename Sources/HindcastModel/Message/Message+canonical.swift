import HindcastBytes
import HindcastJSON

/// The form that decides whether two messages are the same, and the form in which they are stored.
///
/// Compact JSON with members in the fixed order written here; tool arguments with sorted keys, because providers and
/// instrumentations reorder them. What differs between input and output of the same turn (finish reason, the tool's
/// name on a result) is not part of a message's identity.
extension Message {
    /// Keeps message identities apart from identities of other contents with the same bytes.
    public static let hashDomain: UInt8 = 1

    /// The canonical form as UTF-8.
    public func canonical() -> [UInt8] {
        var writer = JSONWriter(reserving: 256)
        writer.beginObject()
        writer.key("role")
        writer.string(role.name)
        if let name {
            writer.key("name")
            writer.string(name)
        }
        writer.key("parts")
        writer.beginArray()
        for part in parts { part.write(to: &writer) }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    /// Reads the canonical form. Nil when the bytes are not one.
    public init?(canonical bytes: [UInt8]) {
        guard let json = try? JSONReader.parse(bytes), let role = json["role"]?.stringValue,
            let parts = json["parts"]?.arrayValue
        else { return nil }
        self.init(role: Role(role), parts: parts.map(Part.init(canonical:)), name: json["name"]?.stringValue)
    }
}

extension Part {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        switch self {
        case .text(let text):
            write("text", text, to: &writer)
        case .reasoning(let reasoning):
            write("reasoning", reasoning.text, to: &writer)
            write("signature", reasoning.signature, to: &writer)
            if reasoning.isRedacted { write("redacted", .bool(true), to: &writer) }
        case .toolCall(let call):
            write("call", call.name, to: &writer)
            write("id", call.id, to: &writer)
            writer.key("arguments")
            writer.raw(call.arguments.canonical())
        case .toolResult(let result):
            write("result", result.result, to: &writer)
            write("id", result.id, to: &writer)
            if result.isError { write("error", .bool(true), to: &writer) }
        case .media(let media):
            write("media", media.kind.rawValue, to: &writer)
            write("type", media.mimeType, to: &writer)
            switch media.source {
            case .uri(let uri): write("uri", uri, to: &writer)
            case .base64(let data): write("data", data, to: &writer)
            case .fileID(let id): write("file", id, to: &writer)
            }
        case .json(let json):
            write("json", json, to: &writer)
        }
        writer.endObject()
    }

    private func write(_ key: String, _ text: String?, to writer: inout JSONWriter) {
        guard let text else { return }
        writer.key(key)
        writer.string(text)
    }

    private func write(_ key: String, _ json: JSON, to writer: inout JSONWriter) {
        writer.key(key)
        writer.value(json)
    }

    fileprivate init(canonical json: JSON) {
        let id = json["id"]?.stringValue
        if let text = json["text"]?.stringValue {
            self = .text(text)
        } else if let text = json["reasoning"]?.stringValue {
            let redacted = json["redacted"]?.boolValue ?? false
            let signature = json["signature"]?.stringValue
            self = .reasoning(Reasoning(text: text, signature: signature, isRedacted: redacted))
        } else if let name = json["call"]?.stringValue {
            self = .toolCall(ToolCall(id: id, name: name, arguments: json["arguments"] ?? .null))
        } else if let result = json["result"] {
            let failed = json["error"]?.boolValue ?? false
            self = .toolResult(ToolResult(id: id, result: result, isError: failed))
        } else if let kind = json["media"]?.stringValue.flatMap(Media.Kind.init(rawValue:)),
            let source = Media.Source(canonical: json)
        {
            self = .media(Media(kind: kind, mimeType: json["type"]?.stringValue, source: source))
        } else {
            self = .json(json["json"] ?? json)
        }
    }
}

extension Media.Source {
    fileprivate init?(canonical json: JSON) {
        if let uri = json["uri"]?.stringValue {
            self = .uri(uri)
        } else if let data = json["data"]?.stringValue {
            self = .base64(data)
        } else if let id = json["file"]?.stringValue {
            self = .fileID(id)
        } else {
            return nil
        }
    }
}
