public import HindcastJSON

/// A named collection of conversations.
public struct Dataset: Sendable, Equatable {
    public let id: RecordID
    public let project: ProjectID
    /// Unique among those of one owner.
    public let name: String
    public let owner: Author
    /// Whether it may be read without the owner's key.
    public var isPublic: Bool
    public var metadata: JSONObject
    public let created: Timestamp
    /// When a conversation was last added or grew.
    public var lastPushed: Timestamp
    /// The number that the next conversation gets.
    public var nextIndex: Int
    /// Oldest first.
    public var queries: [SavedQuery]

    /// A dataset without conversations.
    public init(id: RecordID, project: ProjectID, name: String, owner: Author, created: Timestamp) {
        self.id = id
        self.project = project
        self.name = name
        self.owner = owner
        self.created = created
        isPublic = false
        metadata = JSONObject()
        lastPushed = created
        nextIndex = 0
        queries = []
    }
}
