import HindcastJSON
public import HindcastModel
public import HindcastStore
import Synchronization

extension FakeStore {
    public func append(_ batch: TraceBatch) async throws(StoreError) -> AppendReceipt {
        try locked { state throws(StoreError) in
            var pushed = state
            for records in batch.records { _ = try Self.push(records, &pushed) }
            state = pushed
            let contents = batch.contents.map { draft in
                let key = ContentKey(project: draft.project, hash: draft.hash)
                if let known = state.contentIDs[key] { return known }
                state.contents.append(draft.bytes)
                let id = ContentID(Int64(state.contents.count))
                state.contentIDs[key] = id
                return id
            }
            var nodes: [NodeID] = []
            func resolve(_ reference: NodeReference) -> NodeID {
                switch reference {
                case .stored(let id): id
                case .batch(let index): nodes[index]
                }
            }
            for draft in batch.nodes {
                let parent = resolve(draft.parent)
                let content =
                    switch draft.content {
                    case .stored(let id): id
                    case .batch(let index): contents[index]
                    }
                if let known = state.nodes.first(where: { $0.parent == parent && $0.content == content }) {
                    nodes.append(known.id)
                    continue
                }
                let depth = parent == .root ? 1 : state.nodes[Int(parent.value) - 1].depth + 1
                let node = PathNode(
                    id: NodeID(Int64(state.nodes.count + 1)), parent: parent, content: content, depth: depth)
                state.nodes.append(node)
                nodes.append(node.id)
            }
            state.sequence += 1
            var changes: [SpanChange] = []
            for span in batch.spans {
                let key = TraceKey(project: span.project, trace: span.traceID)
                let isNew = state.spans[key]?[span.spanID] == nil
                state.spans[key, default: [:]][span.spanID] = span
                state.paths[key, default: [:]][span.spanID] = (
                    span.input.map(resolve), span.output.map(resolve), span.ropes.map(resolve)
                )
                state.changed[key] = state.sequence
                changes.append(
                    SpanChange(
                        project: span.project, traceID: span.traceID, spanID: span.spanID, isNew: isNew))
            }
            state.logs += batch.logs
            return AppendReceipt(contents: contents, nodes: nodes, sequence: state.sequence, changes: changes)
        }
    }

    public func patch(_ patch: TracePatch, trace: TraceID, project: ProjectID) async throws(StoreError)
        -> Bool
    {
        try locked { state throws(StoreError) in
            let key = TraceKey(project: project, trace: trace)
            guard state.spans[key] != nil else { return false }
            var merged = state.metadata[key] ?? TracePatch()
            state.sequence += 1
            state.changed[key] = state.sequence
            merged.addTags = merged.addTags.filter { !patch.removeTags.contains($0) } + patch.addTags
            merged.removeTags = merged.removeTags.filter { !patch.addTags.contains($0) } + patch.removeTags
            for (name, value) in patch.metadata { merged.metadata[name] = value }
            state.metadata[key] = merged
            return true
        }
    }

    public func delete(_ selection: TraceSelection, project: ProjectID) async throws(StoreError)
        -> DeletionReceipt
    {
        try locked { state throws(StoreError) in
            var receipt = DeletionReceipt(traces: 0, spans: 0)
            for (key, spans) in state.spans where key.project == project {
                let summary = Self.summary(key, state)
                let isWanted =
                    switch selection {
                    case .traces(let ids): ids.contains(key.trace)
                    case .session(let session): summary?.sessionID == session
                    case .startedBefore(let time): (summary?.start ?? time) < time
                    case .all: true
                    }
                guard isWanted else { continue }
                receipt.traces += 1
                receipt.spans += spans.count
                state.spans[key] = nil
                state.changed[key] = nil
                state.annotations.removeAll { $0.project == project && $0.trace == key.trace }
                state.feedback[key] = nil
                state.conversations[key] = nil
                state.shares[key] = nil
                state.attempts[key] = nil
                state.reviews.removeAll { $0.project == project && $0.trace == key.trace }
            }
            guard receipt.traces > 0 else { return receipt }
            state.sequence += 1
            state.deleted[project] = state.sequence
            receipt.sequence = state.sequence
            return receipt
        }
    }

    public func collectGarbage(progress: @Sendable (Double) -> Void) async throws(StoreError)
        -> GarbageReceipt
    {
        progress(1)
        return try locked { _ throws(StoreError) in GarbageReceipt(contentsFreed: 3, bytesFreed: 4096) }
    }

    public func traces(_ query: TraceQuery, project: ProjectID) async throws(StoreError) -> Page<TraceSummary>
    {
        try locked { state throws(StoreError) in
            state.lastFilter = query.filter
            let all = state.spans.keys.filter { $0.project == project }.compactMap { Self.summary($0, state) }
                .sorted { ($0.start, $0.id) > ($1.start, $1.id) }
            guard let first = query.cursor.map({ Int($0) }) ?? 0 else {
                throw .badCursor("This cursor is not ours.")
            }
            let end = min(all.count, first + min(query.limit, StoreLimits.pageMax))
            return Page(items: Array(all[min(first, end)..<end]), next: end < all.count ? String(end) : nil)
        }
    }

    public func trace(_ id: TraceID, project: ProjectID) async throws(StoreError) -> TraceSummary? {
        try locked { state throws(StoreError) in Self.summary(TraceKey(project: project, trace: id), state) }
    }

    public func spans(
        of trace: TraceID, project: ProjectID, window: Range<Int>?
    ) async throws(StoreError) -> [SpanSummary] {
        try locked { state throws(StoreError) in
            let all = Self.spans(TraceKey(project: project, trace: trace), state).map(\.summary)
            return window.map { Array(all[$0.clamped(to: 0..<all.count)]) } ?? all
        }
    }

    public func span(_ id: SpanID, of trace: TraceID, project: ProjectID) async throws(StoreError)
        -> StoredSpan?
    {
        try locked { state throws(StoreError) in
            Self.spans(TraceKey(project: project, trace: trace), state).first { $0.summary.id == id }
        }
    }

    public func storedSpans(
        _ ids: [SpanID], of trace: TraceID, project: ProjectID
    ) async throws(StoreError) -> [StoredSpan] {
        try locked { state throws(StoreError) in
            Self.spans(TraceKey(project: project, trace: trace), state).filter { ids.contains($0.summary.id) }
        }
    }

    public func earlierCalls(
        session: String, before: Timestamp, project: ProjectID, limit: Int
    ) async throws(StoreError) -> [ModelCall] {
        try locked { state throws(StoreError) in
            var found: [ModelCall] = []
            for key in state.spans.keys where key.project == project {
                guard let summary = Self.summary(key, state), summary.sessionID == session,
                    summary.start < before
                else { continue }
                found += Self.spans(key, state).map(\.summary).filter { $0.kind == .llm }.map {
                    ModelCall(spanID: $0.id, start: $0.start, input: $0.input, output: $0.output)
                }
            }
            return Array(found.sorted { $0.start < $1.start }.suffix(limit))
        }
    }

    public func path(from node: NodeID, upTo stop: NodeID) async throws(StoreError) -> [PathNode] {
        try locked { state throws(StoreError) in
            var found: [PathNode] = []
            var next = node
            while next != .root, next != stop {
                let step = state.nodes[Int(next.value) - 1]
                found.append(step)
                next = step.parent
            }
            return found
        }
    }

    public func paths(from nodes: [NodeID]) async throws(StoreError) -> [NodeID: PathNode] {
        try locked { state throws(StoreError) in
            state.pathCalls += 1
            var found: [NodeID: PathNode] = [:]
            for node in nodes {
                var next = node
                while next != .root, found[next] == nil {
                    let step = state.nodes[Int(next.value) - 1]
                    found[next] = step
                    next = step.parent
                }
            }
            return found
        }
    }

    public func contents(_ ids: [ContentID]) async throws(StoreError) -> [ContentID: [UInt8]] {
        try locked { state throws(StoreError) in
            Dictionary(ids.map { ($0, state.contents[Int($0.value) - 1]) }) { first, _ in first }
        }
    }

    public func logs(_ query: LogQuery, project: ProjectID) async throws(StoreError) -> [LogRecord] {
        try locked { state throws(StoreError) in
            state.logs.filter {
                $0.project == project && (query.traceID == nil || $0.traceID == query.traceID)
                    && (query.spanID == nil || $0.spanID == query.spanID)
            }
        }
    }

    public func search(_ query: SearchQuery, project: ProjectID) async throws(StoreError) -> Page<SearchHit> {
        try locked { state throws(StoreError) in
            guard query.text.contains(where: \.isLetter) else { throw .badQuery("The search has no words.") }
            var hits: [SearchHit] = []
            for (key, spans) in state.spans where key.project == project {
                for span in spans.values where span.text.contains(query.text) {
                    hits.append(
                        SearchHit(
                            traceID: key.trace, spanID: span.spanID, snippet: "\u{2}\(query.text)\u{3} found")
                    )
                }
            }
            return Page(items: Array(hits.sorted { $0.spanID < $1.spanID }.prefix(query.limit)), next: nil)
        }
    }

    public func waitForIndex() async throws(StoreError) {}

    public func statistics(project: ProjectID?) async throws(StoreError) -> StoreStatistics {
        try locked { state throws(StoreError) in
            var figures = StoreStatistics()
            for (key, spans) in state.spans where project == nil || key.project == project {
                figures.traces += 1
                figures.spans += Int64(spans.count)
            }
            figures.messages = Int64(state.contents.count)
            figures.nodes = Int64(state.nodes.count)
            figures.logs = Int64(state.logs.count)
            return figures
        }
    }

    public func rollup(_ query: RollupQuery, project: ProjectID) async throws(StoreError) -> [RollupBucket] {
        [RollupBucket(start: query.since)]
    }

    public func changes(
        after sequence: Int64, project: ProjectID, limit: Int
    ) async throws(StoreError) -> [TraceChange] {
        try locked { state throws(StoreError) in
            let found = state.changed.filter { $0.key.project == project && $0.value > sequence }
                .map { TraceChange(sequence: $0.value, traceID: $0.key.trace) }
            return Array(found.sorted { $0.sequence < $1.sequence }.prefix(limit))
        }
    }

    public func lastDeletion(project: ProjectID) async throws(StoreError) -> Int64 {
        try locked { state throws(StoreError) in state.deleted[project] ?? 0 }
    }

    public func currentSequence() async throws(StoreError) -> Int64 {
        try locked { state throws(StoreError) in state.sequence }
    }

    public func check(progress: @Sendable (Double) -> Void) async throws(StoreError) -> [String] {
        try locked { _ throws(StoreError) in [] }
    }

    public func backup(to path: String, progress: @Sendable (Double) -> Void) async throws(StoreError) {
        progress(1)
        try locked { _ throws(StoreError) in }
    }

    public func close() async { state.withLock { $0.isClosed = true } }
}
