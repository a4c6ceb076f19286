/// One event of a `text/event-stream`, or a comment that only keeps the connection warm.
public struct ServerSentEvent: Sendable {
    /// The id a client sends back as `Last-Event-ID` when it reconnects.
    public var id: String?
    /// The event's type; browsers default to `message`.
    public var event: String?
    /// The payload; each of its lines becomes one `data:` line.
    public var data: String
    private var comment: String?

    /// An event. Line breaks in `id` and `event` are dropped: they would start a field of the sender's choosing.
    public init(id: String? = nil, event: String? = nil, data: String) {
        self.id = id
        self.event = event
        self.data = data
    }

    /// A line clients ignore. Producers send one every `HTTPLimits.heartbeatSeconds` so that proxies and the
    /// server notice a dead connection.
    public static func comment(_ text: String = "") -> ServerSentEvent {
        var event = ServerSentEvent(data: "")
        event.comment = text
        return event
    }

    /// The bytes on the wire, ending in an empty line.
    public var bytes: [UInt8] {
        var text = ""
        if let comment {
            text = ":" + Self.oneLine(comment) + "\n\n"
            return Array(text.utf8)
        }
        if let id { text += "id: " + Self.oneLine(id) + "\n" }
        if let event { text += "event: " + Self.oneLine(event) + "\n" }
        // A Swift Character holds "\r\n" as one, so the three line ends of the standard are one property.
        for line in data.split(omittingEmptySubsequences: false, whereSeparator: Self.isLineEnd) {
            text += "data: " + line + "\n"
        }
        text += "\n"
        return Array(text.utf8)
    }

    private static func isLineEnd(_ character: Character) -> Bool {
        character == "\n" || character == "\r" || character == "\r\n"
    }

    private static func oneLine(_ text: String) -> String {
        var kept = text
        kept.removeAll { isLineEnd($0) || $0 == "\0" }
        return kept
    }
}
