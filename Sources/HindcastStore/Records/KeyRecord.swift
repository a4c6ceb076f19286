public import HindcastBytes
public import HindcastModel

/// A key as it is stored: never the key itself.
public struct KeyRecord: Sendable, Equatable {
    /// 0 before it is stored.
    public var id: Int64
    public var project: ProjectID
    public var hash: SHA256Digest
    /// The first characters, to tell keys apart in lists.
    public var hint: String
    public var label: String
    public var scope: Scope
    public var created: Timestamp
    public var lastUsed: Timestamp?
    public var revoked: Timestamp?

    public init(
        project: ProjectID, hash: SHA256Digest, hint: String, label: String, scope: Scope, created: Timestamp
    ) {
        id = 0
        self.project = project
        self.hash = hash
        self.hint = hint
        self.label = label
        self.scope = scope
        self.created = created
    }
}
