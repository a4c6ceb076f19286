public import HindcastModel
public import HindcastStore

extension SQLiteStore {
    public func append(_ batch: TraceBatch) async throws(StoreError) -> AppendReceipt {
        let receipt = try await write { writer throws(StoreError) in try writer.append(batch) }
        indexer?.wake()
        return receipt
    }

    public func patch(_ patch: TracePatch, trace: TraceID, project: ProjectID) async throws(StoreError)
        -> Bool
    {
        try await write { writer throws(StoreError) in
            try writer.patch(patch, trace: trace, project: project.value)
        }
    }

    public func traces(_ query: TraceQuery, project: ProjectID) async throws(StoreError) -> Page<TraceSummary>
    {
        try await read { reader throws(StoreError) in try reader.traces(query, project: project.value) }
    }

    public func trace(_ id: TraceID, project: ProjectID) async throws(StoreError) -> TraceSummary? {
        try await read { reader throws(StoreError) in try reader.trace(id, project: project.value) }
    }

    public func traces(
        in ids: ClosedRange<TraceID>, project: ProjectID, limit: Int
    ) async throws(StoreError) -> [TraceID] {
        try await read { reader throws(StoreError) in
            try reader.traces(in: ids, project: project.value, limit: limit)
        }
    }

    public func calls(_ query: CallQuery, project: ProjectID) async throws(StoreError) -> [CallSummary] {
        try await read { reader throws(StoreError) in try reader.calls(query, project: project.value) }
    }

    public func agents(project: ProjectID) async throws(StoreError) -> [AgentSummary] {
        try await read { reader throws(StoreError) in try reader.agents(project: project.value) }
    }

    public func spans(
        of trace: TraceID, project: ProjectID, window: Range<Int>?
    ) async throws(StoreError) -> [SpanSummary] {
        try await read { reader throws(StoreError) in
            try reader.spans(of: trace, project: project.value, window: window)
        }
    }

    public func span(
        _ id: SpanID, of trace: TraceID, project: ProjectID
    ) async throws(StoreError) -> StoredSpan? {
        try await storedSpans([id], of: trace, project: project).first
    }

    public func storedSpans(
        _ ids: [SpanID], of trace: TraceID, project: ProjectID
    ) async throws(StoreError) -> [StoredSpan] {
        try await read { reader throws(StoreError) in
            try reader.storedSpans(ids, of: trace, project: project.value)
        }
    }

    public func earlierCalls(
        session: String, before: Timestamp, project: ProjectID, limit: Int
    ) async throws(StoreError) -> [ModelCall] {
        try await read { reader throws(StoreError) in
            try reader.earlierCalls(session: session, before: before, project: project.value, limit: limit)
        }
    }

    public func path(from node: NodeID, upTo stop: NodeID) async throws(StoreError) -> [PathNode] {
        try await read { reader throws(StoreError) in try reader.path(from: node, upTo: stop) }
    }

    public func paths(from nodes: [NodeID]) async throws(StoreError) -> [NodeID: PathNode] {
        try await read { reader throws(StoreError) in try reader.paths(from: nodes) }
    }

    public func contents(_ ids: [ContentID]) async throws(StoreError) -> [ContentID: [UInt8]] {
        try await read { reader throws(StoreError) in try reader.contents(ids) }
    }

    public func logs(_ query: LogQuery, project: ProjectID) async throws(StoreError) -> [LogRecord] {
        try await read { reader throws(StoreError) in try reader.logs(query, project: project.value) }
    }

    public func search(_ query: SearchQuery, project: ProjectID) async throws(StoreError) -> Page<SearchHit> {
        try await read { reader throws(StoreError) in try reader.search(query, project: project.value) }
    }

    public func waitForIndex() async throws(StoreError) {
        guard let indexer else { return }
        let newest = try await write { writer in writer.counters.nextContent - 1 }
        try await indexer.wait(for: newest)
    }

    public func statistics(project: ProjectID?) async throws(StoreError) -> StoreStatistics {
        let indexed = indexer?.watermark
        return try await read { reader throws(StoreError) in
            try reader.statistics(project: project?.value, indexed: indexed)
        }
    }

    /// Buckets begin at `since`; those in which nothing began are left out.
    public func rollup(_ query: RollupQuery, project: ProjectID) async throws(StoreError) -> [RollupBucket] {
        try await read { reader throws(StoreError) in try reader.rollup(query, project: project.value) }
    }

    /// A commit that changed several traces is answered whole or left for the next call, unless it alone exceeds the
    /// limit.
    public func changes(
        after sequence: Int64, project: ProjectID, limit: Int
    ) async throws(StoreError) -> [TraceChange] {
        try await read { reader throws(StoreError) in
            try reader.changes(after: sequence, project: project.value, limit: limit)
        }
    }

    public func lastDeletion(project: ProjectID) async throws(StoreError) -> Int64 {
        try await read { reader throws(StoreError) in try reader.lastDeletion(project: project.value) }
    }

    public func currentSequence() async throws(StoreError) -> Int64 {
        try await read { reader throws(StoreError) in try Counters.load(reader.connection).sequence }
    }
}
