public import HindcastJSON
public import HindcastModel
public import HindcastStore

/// The acts that change who may come in or what is kept, each with its line in the audit record.
public struct Administration: Sendable {
    private let traces: any TraceStore
    private let records: any RecordStore
    private let editor: any TraceEditor
    private let time: any TimeSource
    private let changed: @Sendable () -> Void

    /// - Parameter changed: called after keys or projects changed, to let caches go.
    public init(
        traces: any TraceStore, records: any RecordStore, editor: any TraceEditor, time: any TimeSource,
        changed: @escaping @Sendable () -> Void = {}
    ) {
        self.traces = traces
        self.records = records
        self.editor = editor
        self.time = time
        self.changed = changed
    }

    // MARK: Projects

    /// All projects of the store.
    public func projects() async throws(StoreError) -> [Project] { try await records.projects() }

    /// - Throws: `StoreError.badQuery` when the name is not allowed.
    public func createProject(named name: String, actor: String) async throws(StoreError) -> Project {
        guard Project.isValid(name: name) else {
            throw .badQuery("A project's name has 1 to 100 bytes and no control characters.")
        }
        if let known = try await records.project(named: name) { return known }
        let project = try await records.ensureProject(named: name, at: time.now)
        try await note("project.create", name, actor)
        return project
    }

    /// Deletes a project with its traces, keys and records. False when unknown.
    public func deleteProject(named name: String, actor: String) async throws(StoreError) -> Bool {
        guard let project = try await records.project(named: name) else { return false }
        _ = try await editor.delete(.all, project: project.id)
        let deleted = try await records.deleteProject(project.id)
        changed()
        try await note("project.delete", name, actor)
        return deleted
    }

    // MARK: Keys

    /// Makes a key for a project, and the project if there is none of that name. The key is told once and never again.
    /// - Parameter scopes: at least one.
    public func createKey(
        project name: String, scopes: Set<Scope>, label: String, extras: JSONObject = JSONObject(),
        actor: String
    ) async throws(StoreError) -> (key: AccessKey, record: KeyRecord) {
        guard label.utf8.count <= AccessLimits.labelBytesMax else {
            throw .badQuery("A key's label has at most \(AccessLimits.labelBytesMax) bytes.")
        }
        let project = try await createProject(named: name, actor: actor)
        let key = AccessKey.random()
        var record = KeyRecord(
            project: project.id, hash: key.hash, hint: key.hint, label: label, scopes: scopes,
            created: time.now)
        record.extras = extras
        record.id = try await records.insertKey(record)
        try await note("key.create", "key \(record.id) (\(scopes.text)) of \(name)", actor)
        return (key, record)
    }

    /// Oldest first, revoked ones included.
    public func keys(project: ProjectID?) async throws(StoreError) -> [KeyRecord] {
        try await records.keys(project: project)
    }

    /// False when unknown or revoked already.
    public func revokeKey(_ id: Int64, actor: String) async throws(StoreError) -> Bool {
        guard try await records.revokeKey(id, at: time.now) else { return false }
        changed()
        try await note("key.revoke", "key \(id)", actor)
        return true
    }

    // MARK: Traces

    /// Adds what people write on a trace; answers the trace as it is then, nil when it is unknown. Everyday work, so
    /// the audit record does not tell of it.
    public func patch(_ patch: TracePatch, trace: TraceID, project: ProjectID) async throws(StoreError)
        -> TraceSummary?
    {
        try await editor.patch(patch, trace: trace, project: project)
    }

    /// Deletes traces; the audit record says how many, if any.
    public func delete(
        _ selection: TraceSelection, project: ProjectID, actor: String
    ) async throws(StoreError) -> DeletionReceipt {
        let receipt = try await editor.delete(selection, project: project)
        if receipt.traces > 0 {
            try await note("trace.delete", "\(selection.words): \(receipt.traces) traces", actor)
        }
        return receipt
    }

    /// Frees what deletions left, of all projects.
    public func collectGarbage(
        actor: String, progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) async throws(StoreError) -> GarbageReceipt {
        let receipt = try await editor.collectGarbage(progress: progress)
        try await note("gc", "\(receipt.contentsFreed) contents, \(receipt.bytesFreed) bytes", actor)
        return receipt
    }

    /// Copies the store to `path`, also while it is written to.
    public func backup(
        to path: String, actor: String, progress: @Sendable (Double) -> Void = { _ in }
    ) async throws(StoreError) {
        try await traces.backup(to: path, progress: progress)
        try await note("backup", path, actor)
    }

    /// Newest first.
    public func auditEntries(limit: Int) async throws(StoreError) -> [AuditEntry] {
        try await records.auditEntries(limit: min(max(1, limit), AccessLimits.auditEntriesMax))
    }

    private func note(_ action: String, _ subject: String, _ actor: String) async throws(StoreError) {
        try await records.audit(AuditEntry(time: time.now, actor: actor, action: action, subject: subject))
    }
}

extension TraceSelection {
    /// For the audit record.
    fileprivate var words: String {
        switch self {
        case .traces(let ids): ids.count == 1 ? "trace \(ids[0])" : "\(ids.count) named traces"
        case .session(let session): "session \(session)"
        case .startedBefore(let time): "started before \(time)"
        case .all: "all"
        }
    }
}
