import HindcastEngine
import HindcastJSON
import HindcastModel

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
