public import HindcastBytes
public import HindcastModel

/// The transactional half of storage: projects, keys, the audit record, and later all that people and judges write.
/// Calls may come from anywhere; each is one transaction, durable on return.
public protocol RecordStore: Sendable {
    func projects() async throws(StoreError) -> [Project]
    func project(named name: String) async throws(StoreError) -> Project?
    /// The project of that name, made if it does not exist.
    func ensureProject(named name: String, at time: Timestamp) async throws(StoreError) -> Project
    /// Deletes the project with its traces, keys and records. False when unknown.
    func deleteProject(_ id: ProjectID) async throws(StoreError) -> Bool

    /// - Returns: the key's number.
    func insertKey(_ key: KeyRecord) async throws(StoreError) -> Int64
    /// Includes revoked ones, oldest first.
    func keys(project: ProjectID?) async throws(StoreError) -> [KeyRecord]
    /// By hash; a revoked key is returned as such.
    func key(hash: SHA256Digest) async throws(StoreError) -> KeyRecord?
    /// False when unknown or revoked already.
    func revokeKey(_ id: Int64, at time: Timestamp) async throws(StoreError) -> Bool
    /// Remembers the last use of several keys at once; called now and then, not on every request.
    func touchKeys(_ uses: [Int64: Timestamp]) async throws(StoreError)

    func audit(_ entry: AuditEntry) async throws(StoreError)
    /// Newest first.
    func auditEntries(limit: Int) async throws(StoreError) -> [AuditEntry]
}

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

/// Who did what to what, and when. Administrative acts only.
public struct AuditEntry: Sendable, Equatable {
    public var time: Timestamp
    /// `key 3 (ci)`, `command line`, `open mode`.
    public var actor: String
    /// `key.create`, `trace.delete`, ….
    public var action: String
    public var subject: String

    public init(time: Timestamp, actor: String, action: String, subject: String) {
        self.time = time
        self.actor = actor
        self.action = action
        self.subject = subject
    }
}
