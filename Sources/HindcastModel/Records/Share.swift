/// Leave to read one run without a key, for whoever has the link. Revoking deletes it.
public struct Share: Sendable, Equatable {
    public var project: ProjectID
    public var trace: TraceID
    /// The part of the link that nobody can guess.
    public var token: String
    public var author: Author
    public var created: Timestamp
    /// Nil for ever.
    public var expires: Timestamp?

    /// A link that was just made.
    public init(
        project: ProjectID, trace: TraceID, token: String, author: Author, created: Timestamp,
        expires: Timestamp? = nil
    ) {
        self.project = project
        self.trace = trace
        self.token = token
        self.author = author
        self.created = created
        self.expires = expires
    }

    /// Whether it still opens the run; the moment of expiry is too late.
    public func isOpen(at time: Timestamp) -> Bool { expires.map { time < $0 } ?? true }
}
