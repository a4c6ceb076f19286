public import HindcastHTTP
public import HindcastModel

/// What the caller of a request may do, and where.
public struct Grant: Sendable, Equatable {
    public let project: ProjectID
    public let scope: Scope
    /// For the audit record: `key 3 (ci)`, `command line`, `open mode`.
    public let actor: String

    public init(project: ProjectID, scope: Scope, actor: String) {
        self.project = project
        self.scope = scope
        self.actor = actor
    }
}

extension HTTPRequest {
    /// The caller's grant. Set by `AccessMiddleware` on every route that names a scope.
    public var grant: Grant? { context.grant as? Grant }
}
