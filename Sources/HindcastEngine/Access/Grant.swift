public import HindcastHTTP
public import HindcastModel

/// What the caller of a request may do, and where.
public struct Grant: Sendable, Equatable {
    /// The project of the key; in open mode the default one.
    public let project: ProjectID
    /// What the key allows.
    public let scopes: Set<Scope>
    /// For the audit record: `key 3 (ci)`, `command line`, `open mode`.
    public let actor: String
    /// Whose name stands on what the caller writes.
    public let author: Author
    /// Whether the caller is bound to `project`, as the holder of a key is. Whoever sits at the machine is not.
    public let isBound: Bool

    /// Made by `AccessControl`, and by the command line for itself.
    public init(
        project: ProjectID, scopes: Set<Scope>, actor: String, author: Author? = nil, isBound: Bool = true
    ) {
        self.project = project
        self.scopes = scopes
        self.actor = actor
        self.author = author ?? Author(name: actor)
        self.isBound = isBound
    }
}

extension HTTPRequest {
    /// The caller's grant. Set by `AccessMiddleware` on every route that names a scope.
    public var grant: Grant? { context.grant as? Grant }
}
