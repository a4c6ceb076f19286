/// A search that somebody gave a name and keeps with a dataset.
public struct SavedQuery: Sendable, Equatable {
    public let id: RecordID
    public var name: String
    /// The search as typed.
    public var query: String
    public var created: Timestamp

    /// A query that was just saved.
    public init(id: RecordID, name: String, query: String, created: Timestamp) {
        self.id = id
        self.name = name
        self.query = query
        self.created = created
    }
}
