public import HindcastModel
public import HindcastStore

/// A store that nobody writes to meanwhile.
public struct QuietStore: TraceEditor {
    private let store: any TraceStore

    /// The caller answers for it that nobody writes: the store must be open for exclusive use.
    public init(_ store: any TraceStore) { self.store = store }

    /// Patches at once.
    public func patch(_ patch: TracePatch, trace: TraceID, project: ProjectID) async throws(StoreError)
        -> TraceSummary?
    {
        guard try await store.patch(patch, trace: trace, project: project) else { return nil }
        return try await store.trace(trace, project: project)
    }

    /// Deletes at once.
    public func delete(_ selection: TraceSelection, project: ProjectID) async throws(StoreError)
        -> DeletionReceipt
    {
        try await store.delete(selection, project: project)
    }

    /// Frees at once.
    public func collectGarbage(progress: @escaping @Sendable (Double) -> Void) async throws(StoreError)
        -> GarbageReceipt
    {
        try await store.collectGarbage(progress: progress)
    }
}
