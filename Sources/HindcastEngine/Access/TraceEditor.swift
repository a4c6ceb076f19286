public import HindcastModel
public import HindcastStore

/// Changes traces after they were recorded. In a server this is the recorder, so that no batch refers to what is being
/// deleted and the live feed tells of every change in order.
public protocol TraceEditor: Sendable {
    /// Adds what people write on a trace; answers the trace as it is then, nil when it is unknown.
    func patch(_ patch: TracePatch, trace: TraceID, project: ProjectID) async throws(StoreError)
        -> TraceSummary?
    /// Deletes traces of a project, and the messages that only they held.
    func delete(_ selection: TraceSelection, project: ProjectID) async throws(StoreError) -> DeletionReceipt
    /// Frees what deletions left. `progress` is told parts of 1.
    func collectGarbage(progress: @escaping @Sendable (Double) -> Void) async throws(StoreError)
        -> GarbageReceipt
}

extension Recorder: TraceEditor {}
