public import HindcastBytes
public import HindcastJSON
public import HindcastModel
public import HindcastStore

/// A run as a list of messages: as they were pushed, or put together from what any other door recorded.
public struct ConversationContent: Sendable {
    /// A message, and the model call whose answer it is.
    public struct Entry: Sendable {
        public let message: JSON
        /// Its arrival number; its place for a run that was not pushed.
        public let arrival: Int
        /// Nil for what no model said.
        public let call: SpanID?
    }

    /// The run as lists show it.
    public let trace: TraceSummary
    /// In the order of the conversation.
    public let entries: [Entry]
    /// What is attached to the run now: by its sender, and by people since.
    public let metadata: JSONObject
    /// Images that the messages name.
    public let images: [ConversationImage]
    /// How often messages were added. Nil for a run that was not pushed; it cannot be added to.
    public let revision: Int?
    /// The dialect by which it was pushed.
    let origin: String

    /// The messages alone.
    public var messages: [JSON] { entries.map(\.message) }

    /// What addresses lead into.
    public var document: JSON { [Address.messagesKey: .array(messages)] }

    /// The image of this name.
    public func image(_ digest: SHA256Digest) -> ConversationImage? { images.first { $0.digest == digest } }

    /// Where the messages are now that were there when the first `count` had arrived, in the order of that time.
    func places(ofFirst count: Int) -> [Int] {
        entries.indices.filter { entries[$0].arrival < count }
    }
}

extension ConversationContent {
    /// Reads the root of a pushed conversation. Nil when the span is none, or its parts do not fit each other.
    init?(_ root: SpanDraft, _ trace: TraceSummary) {
        let attributes = root.attributes
        guard PushedConversation.part(of: attributes) == .run, let messages = Self.messages(attributes),
            let arrivals = attributes.string(ConversationKeys.arrivals).flatMap({
                ArrivalRanges($0, countMax: messages.count)?.numbers
            }), arrivals.count == messages.count
        else { return nil }
        let ids = ConversationIDs(trace.id)
        entries = zip(messages, arrivals).map { message, arrival in
            let isAnswer = message["role"]?.stringValue.map(Role.init(folding:)) == .assistant
            let call = isAnswer ? ids.span(arrival: arrival) : nil
            return Entry(message: message, arrival: arrival, call: call)
        }
        self.trace = trace
        metadata = Self.merged(attributes.json(ConversationKeys.metadata)?.objectValue, with: trace.metadata)
        images = Self.images(attributes)
        revision = attributes.string(ConversationKeys.revision).flatMap { Int($0) } ?? 0
        origin = attributes.string(ConversationKeys.origin) ?? ""
    }

    private static func messages(_ attributes: Attributes) -> [JSON]? {
        var messages: [JSON] = []
        var number = 0
        while let entry = attributes.entry(ConversationKeys.messages + String(number)) {
            let bytes = attributes.buffer.span
            guard let found = MessageLines.messages(in: bytes.extracting(entry.payload)) else { return nil }
            messages += found
            number += 1
        }
        return messages
    }

    private static func images(_ attributes: Attributes) -> [ConversationImage] {
        let prefix = Array(ConversationKeys.image.utf8)
        return attributes.entries.compactMap { entry in
            guard entry.type == .bytes, attributes.buffer[entry.key].starts(with: prefix) else { return nil }
            return ConversationImage(Array(attributes.buffer[entry.payload]))
        }
    }

    /// What was sent, in its order, with what people changed. A null that was sent is kept; in a patch it removes.
    private static func merged(_ sent: JSONObject?, with current: JSONObject) -> JSONObject {
        guard let sent else { return current }
        var merged = JSONObject()
        for (key, value) in sent where value.isNull || current[key] != nil {
            merged[key] = current[key] ?? value
        }
        for (key, value) in current where merged[key] == nil { merged[key] = value }
        return merged
    }
}
