/// What a project's memories say together: one guide in Markdown.
public struct Skill: Sendable, Equatable {
    public var content: String
    /// Counts up with every guide that says something else.
    public var version: Int
    public var updated: Timestamp

    public init(content: String, version: Int, updated: Timestamp) {
        self.content = content
        self.version = version
        self.updated = updated
    }
}
