public import HindcastBytes
public import HindcastJSON
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
    /// It may do what any of them allows; never empty.
    public var scopes: Set<Scope>
    /// What a dialect tells of it beyond that, under the product's name.
    public var extras: JSONObject
    public var created: Timestamp
    public var lastUsed: Timestamp?
    public var revoked: Timestamp?

    public init(
        project: ProjectID, hash: SHA256Digest, hint: String, label: String, scopes: Set<Scope>,
        created: Timestamp
    ) {
        id = 0
        self.project = project
        self.hash = hash
        self.hint = hint
        self.label = label
        self.scopes = scopes
        extras = JSONObject()
        self.created = created
    }
}
