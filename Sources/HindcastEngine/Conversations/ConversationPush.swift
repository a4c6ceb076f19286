public import HindcastJSON
public import HindcastModel
public import HindcastStore

/// Message lists that a client hands over at once; stored together or not at all.
public struct ConversationPush: Sendable {
    /// One list.
    public struct Item: Sendable {
        public var messages: [JSON]
        public var metadata: JSONObject
        /// Nil lets its number name it.
        public var name: String?
        /// Its number in the dataset; nil takes the next one.
        public var index: Int?
        public var annotations: [AnnotationDraft]

        public init(messages: [JSON]) {
            self.messages = messages
            metadata = JSONObject()
            annotations = []
        }
    }

    /// The dialect by which it comes.
    public var origin: String
    public var author: Author
    /// Nil for snippets. One of that name and owner takes them if there is one; then its other parts do not count.
    public var dataset: Dataset?
    /// The dataset must be new or without conversations.
    public var requiresEmptyDataset: Bool
    public var items: [Item]
    /// The size on the wire, for admission.
    public var payloadBytes: Int

    /// Nothing pushed yet.
    public init(origin: String, author: Author, payloadBytes: Int) {
        self.origin = origin
        self.author = author
        self.payloadBytes = payloadBytes
        requiresEmptyDataset = false
        items = []
    }
}

/// A remark as its writer sends it.
public struct AnnotationDraft: Sendable, Equatable {
    /// As written; one that is no address is kept and shown as pointing nowhere.
    public var address: String
    public var content: String
    /// What else was told.
    public var extras: JSONObject

    public init(address: String, content: String, extras: JSONObject = JSONObject()) {
        self.address = address
        self.content = content
        self.extras = extras
    }
}

/// Why messages or remarks were not taken.
public enum ConversationError: Error, Sendable, Equatable {
    case store(StoreError)
    case ingest(IngestError)

    /// For the person who reads it.
    public var sentence: String {
        switch self {
        case .store(let error): error.sentence
        case .ingest(.busy): "Too much is waiting to be written; try again."
        case .ingest(.diskFull(let sentence)), .ingest(.unavailable(let sentence)): sentence
        case .ingest(.closed): "The server is stopping."
        }
    }
}
