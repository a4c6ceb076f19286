public import HindcastJSON
public import HindcastModel
public import HindcastStore

/// A pushed message list on its way to disk, where it becomes a run.
public struct ConversationDraft: Sendable {
    /// A message with its arrival number: how many came to this conversation before it. Spans are named after it, so
    /// that a message inserted later renames nothing.
    public struct Arrival: Sendable, Equatable {
        public var number: Int
        public var message: JSON

        public init(number: Int, message: JSON) {
            self.number = number
            self.message = message
        }
    }

    /// The run.
    public var traceID: TraceID
    /// What people call it.
    public var name: String
    /// The dialect by which it came.
    public var origin: String
    /// What its sender attached.
    public var metadata: JSONObject
    /// When it was first pushed: the time of messages that tell none.
    public var created: Timestamp
    /// In the order of the conversation, which need not be that of arrival.
    public var messages: [Arrival]
    /// Images that messages name by their digest.
    public var images: [ConversationImage]
    /// How often messages were added; the greater one replaces the lesser.
    public var revision: Int
    /// How many messages at the beginning are stored already, just as they stand here; their spans are not made again.
    public var unchangedCount: Int

    /// A conversation without images or metadata.
    public init(traceID: TraceID, name: String, origin: String, created: Timestamp, messages: [Arrival]) {
        self.traceID = traceID
        self.name = name
        self.origin = origin
        self.created = created
        self.messages = messages
        metadata = JSONObject()
        images = []
        revision = 0
        unchangedCount = 0
    }
}

/// Takes pushed conversations and returns when they are on disk.
public protocol ConversationSink: Sendable {
    /// Stores all of them in one commit. A conversation that is there already is replaced by one of a later revision.
    /// - Parameters:
    ///   - records: stored in the same commit; must be such as cannot be refused.
    ///   - payloadBytes: the size on the wire after decompression, for admission.
    func record(
        _ conversations: [ConversationDraft], records: PushRecords?, project: ProjectID, payloadBytes: Int
    ) async throws(IngestError)
}
