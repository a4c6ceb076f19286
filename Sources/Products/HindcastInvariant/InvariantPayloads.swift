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

enum DatasetName {
    /// - Throws: a 400 unless the name is made of letters, digits, hyphens and underscores.
    static func check(_ name: String) throws(InvariantError) {
        let isAllowed = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard isAllowed, (1...InvariantLimits.datasetNameBytesMax).contains(name.utf8.count) else {
            throw .bad("Dataset name can only contain A-Z, a-z, 0-9, - and _")
        }
    }
}

enum MessagePayload {
    /// Messages as they are kept: arguments of tool calls that are JSON text become what the text says.
    static func list(_ items: [JSON]) throws(InvariantError) -> [JSON] {
        guard items.count <= InvariantLimits.messagesMax else {
            throw .bad("a trace has at most \(InvariantLimits.messagesMax) messages")
        }
        var messages: [JSON] = []
        messages.reserveCapacity(items.count)
        for item in items {
            guard case .object(let object) = item else {
                throw .bad("messages must be a list of lists of dictionaries")
            }
            messages.append(.object(parsed(object)))
        }
        return messages
    }

    static func parsed(_ message: JSONObject) -> JSONObject {
        guard let calls = message["tool_calls"]?.arrayValue else { return message }
        var message = message
        message["tool_calls"] = .array(
            calls.map { call in
                guard var parsed = call.objectValue, var function = call["function"]?.objectValue,
                    let text = function["arguments"]?.stringValue,
                    let arguments = try? JSONReader.parse(text),
                    arguments.objectValue != nil
                else { return call }
                function["arguments"] = arguments
                parsed["function"] = .object(function)
                return .object(parsed)
            })
        return message
    }
}

enum AnnotationPayload {
    static func list(_ value: JSON, else message: String) throws(InvariantError) -> [AnnotationDraft] {
        guard let items = value.arrayValue, items.count <= InvariantLimits.annotationsMax else {
            throw .bad(message)
        }
        var drafts: [AnnotationDraft] = []
        for item in items { drafts.append(try draft(item)) }
        return drafts
    }

    static func draft(_ value: JSON) throws(InvariantError) -> AnnotationDraft {
        guard let content = value["content"]?.stringValue, let address = value["address"]?.stringValue else {
            throw .bad("Failed to parse annotation: \(value.text)")
        }
        return AnnotationDraft(
            address: address, content: content, extras: try extras(value["extra_metadata"]))
    }

    static func extras(_ value: JSON?) throws(InvariantError) -> JSONObject {
        guard let value, !value.isNull else { return JSONObject() }
        guard let object = value.objectValue else { throw .bad("extra_metadata must be a dictionary") }
        return object
    }
}

/// What `POST /trace/{id}/messages` brings.
struct AppendPayload {
    let messages: [Conversations.TimedMessage]
    let annotations: [AnnotationDraft]

    init(_ body: JSONObject, now: Timestamp) throws(InvariantError) {
        let invalid = InvariantError.bad(
            "Invalid messages format - expected a non-empty list of dictionaries")
        guard let items = body["messages"]?.arrayValue, !items.isEmpty,
            items.allSatisfy({ $0.objectValue.map { !$0.isEmpty } ?? false })
        else { throw invalid }
        var messages: [Conversations.TimedMessage] = []
        for item in try MessagePayload.list(items) {
            guard var message = item.objectValue else { throw invalid }
            let time = try Self.time(of: message, now: now)
            message["timestamp"] = .string(time.pythonText)
            messages.append((time, .object(message)))
        }
        self.messages = messages
        guard let found = body["annotations"], !found.isNull else {
            annotations = []
            return
        }
        let message = "Invalid annotations format - expected a list of dictionaries or an empty list"
        guard let list = found.arrayValue, list.allSatisfy({ $0.objectValue != nil }) else {
            throw .bad(message)
        }
        annotations = try AnnotationPayload.list(found, else: message)
    }

    /// A time without an offset is in UTC.
    private static func time(of message: JSONObject, now: Timestamp) throws(InvariantError) -> Timestamp {
        guard let value = message["timestamp"], !value.isNull else { return now }
        guard let time = value.stringValue.flatMap({ Timestamp($0) }) else {
            throw .bad(
                "Invalid timestamp format in message: \(value.stringValue ?? value.text). "
                    + "Expected format: ISO 8601, e.g., 2025-01-23T10:30:00+00:00")
        }
        return time
    }
}
