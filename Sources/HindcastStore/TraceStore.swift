public import HindcastModel

/// The append-heavy half of storage: spans, contents, nodes, logs and search.
///
/// **Ownership.** Values passed in are the store's; values returned are copies the caller may change.
///
/// **Durability.** `append` and every deleting method return only when the change would survive a power cut.
///
/// **Order.** Batches may be appended in any order, and the spans of a trace may be spread over batches in any order:
/// what the reading methods answer depends only on the set of spans. Calls to `append` are made one at a time; reads
/// may run beside them and see either all of a batch or nothing.
///
/// **Idempotence.** A span is identified by (project, trace id, span id). One that is stored already with the same
/// content changes nothing. If the content differs, the one that ended later stays; of two that ended together, the
/// one with the longer body; then the one whose body is greater byte by byte. Roll-ups follow by difference.
///
/// **Edge cases.** An unknown id is nil or left out of the answer, never an error. A foreign project's id is unknown.
/// A page limit is clamped to `StoreLimits.pageMax`. A cursor that cannot be read is `StoreError.badCursor`.
///
/// **What stays open.** Search may lag behind `append` by `StoreStatistics.unindexedContents`; nothing else may.
public protocol TraceStore: Sendable {
    var capabilities: StoreCapabilities { get }

    // MARK: Writing

    /// Stores a batch in one transaction, all or nothing.
    func append(_ batch: TraceBatch) async throws(StoreError) -> AppendReceipt

    /// Adds and removes tags, merges metadata (a JSON null removes a key). People's patches win over what spans say,
    /// whatever arrives later. False when the trace is unknown.
    func patch(_ patch: TracePatch, trace: TraceID, project: ProjectID) async throws(StoreError) -> Bool

    /// Deletes traces with all that only they use, except contents' bytes, which `collectGarbage` frees.
    func delete(_ selection: TraceSelection, project: ProjectID) async throws(StoreError) -> DeletionReceipt

    /// Rewrites packs with dead contents and gives free pages back to the file system. `progress` gets a fraction.
    func collectGarbage(progress: @Sendable (Double) -> Void) async throws(StoreError) -> GarbageReceipt

    // MARK: Reading

    /// Newest first, by start and then id. Traces that appear while paging never move a page's boundary.
    func traces(_ query: TraceQuery, project: ProjectID) async throws(StoreError) -> Page<TraceSummary>
    func trace(_ id: TraceID, project: ProjectID) async throws(StoreError) -> TraceSummary?
    /// The ids of stored traces in a range, in their order, at most `limit`.
    func traces(in ids: ClosedRange<TraceID>, project: ProjectID, limit: Int) async throws(StoreError)
        -> [TraceID]
    /// Model calls that count, by `CallPlace`.
    func calls(_ query: CallQuery, project: ProjectID) async throws(StoreError) -> [CallSummary]
    /// The agents that spans name, by name, at most `StoreLimits.agentsMax`. One that no stored span names is left out.
    func agents(project: ProjectID) async throws(StoreError) -> [AgentSummary]
    /// By start, then span id. `window` nil means all.
    func spans(of trace: TraceID, project: ProjectID, window: Range<Int>?) async throws(StoreError)
        -> [SpanSummary]
    func span(_ id: SpanID, of trace: TraceID, project: ProjectID) async throws(StoreError) -> StoredSpan?
    /// Several spans with their bodies, in no particular order. Unknown ids are left out.
    func storedSpans(_ ids: [SpanID], of trace: TraceID, project: ProjectID) async throws(StoreError)
        -> [StoredSpan]
    /// The model calls of earlier traces in the same session, oldest first, at most `limit` (the newest ones).
    func earlierCalls(
        session: String, before: Timestamp, project: ProjectID, limit: Int
    ) async throws(StoreError) -> [ModelCall]
    /// The nodes from `node` (included) up to the root or up to `stop` (excluded), deepest first.
    func path(from node: NodeID, upTo stop: NodeID) async throws(StoreError) -> [PathNode]
    /// The same for many ends at once; nodes that several paths share are answered once.
    func paths(from nodes: [NodeID]) async throws(StoreError) -> [NodeID: PathNode]
    func contents(_ ids: [ContentID]) async throws(StoreError) -> [ContentID: [UInt8]]
    /// By time, then arrival.
    func logs(_ query: LogQuery, project: ProjectID) async throws(StoreError) -> [LogRecord]

    /// Newest first. Each hit names one span; a message that several runs share is found in each of them.
    func search(_ query: SearchQuery, project: ProjectID) async throws(StoreError) -> Page<SearchHit>
    /// Waits until everything committed so far can be found by `search`.
    func waitForIndex() async throws(StoreError)

    func statistics(project: ProjectID?) async throws(StoreError) -> StoreStatistics
    func rollup(_ query: RollupQuery, project: ProjectID) async throws(StoreError) -> [RollupBucket]
    /// Traces changed after a commit sequence, oldest change first, at most `limit`: how a live reader catches up.
    /// Deleted traces are not among them.
    func changes(after sequence: Int64, project: ProjectID, limit: Int) async throws(StoreError)
        -> [TraceChange]
    /// The commit that last deleted traces of the project, 0 when none did: who saw less must read its lists anew.
    func lastDeletion(project: ProjectID) async throws(StoreError) -> Int64
    func currentSequence() async throws(StoreError) -> Int64

    // MARK: Care

    /// Every problem found, in sentences; empty when the store is sound. Verifies the engine's own integrity, that
    /// every reference resolves, that counts agree and that content hashes match.
    func check(progress: @Sendable (Double) -> Void) async throws(StoreError) -> [String]
    /// A consistent copy while reads and writes go on. The destination must not exist.
    func backup(to path: String, progress: @Sendable (Double) -> Void) async throws(StoreError)
    func close() async
}

/// What an engine can do beyond the port's minimum. The zero value is the least able engine.
public struct StoreCapabilities: Sendable, Equatable {
    /// Word search over message text.
    public var fullText = false
    /// `backup(to:)`.
    public var onlineBackup = false

    public init(fullText: Bool = false, onlineBackup: Bool = false) {
        self.fullText = fullText
        self.onlineBackup = onlineBackup
    }
}
