public import HindcastBytes
public import HindcastModel

/// Projects, keys and the audit record.
public protocol AccessRecords: Sendable {
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
