import HindcastModel
import HindcastStore

/// What one commit stores, after log records have found their spans.
struct JoinedContent: Sendable {
    var spans: [PreparedSpan]
    /// Those know their messages: log records have nothing to add.
    var conversations: [PreparedConversation]
    var logs: [LogRecord]
    var records: [PushRecords]
}

/// Brings log records and spans together, whichever comes first.
///
/// A record that names a span belongs to it. If the span is stored already, it is restored, read again with all its
/// records, and replaces itself; if it comes later, it is read with the records that wait for it. A store without such
/// records costs nothing: whether there are any is asked once per project.
struct LogJoiner {
    let store: any TraceStore
    let normaliser: Normaliser
    /// Projects that hold log records; the others are not asked for them.
    private var projectsWithLogs: [ProjectID: Bool] = [:]

    struct SpanKey: Hashable {
        let project: ProjectID
        let traceID: TraceID
        let spanID: SpanID
    }

    init(store: any TraceStore, normaliser: Normaliser) {
        self.store = store
        self.normaliser = normaliser
    }

    mutating func join(_ deliveries: [PreparedDelivery]) async throws(StoreError) -> JoinedContent {
        var content = JoinedContent(
            spans: deliveries.flatMap(\.spans), conversations: deliveries.flatMap(\.conversations), logs: [],
            records: deliveries.compactMap(\.records))
        for delivery in deliveries {
            content.logs += delivery.logs.map { LogRecord($0, project: delivery.project) }
        }
        for record in content.logs { projectsWithLogs[record.project] = true }
        for project in Set(deliveries.map(\.project)) where projectsWithLogs[project] == nil {
            projectsWithLogs[project] = try await store.statistics(project: project).logs > 0
        }
        guard projectsWithLogs.values.contains(true) else { return content }
        try await joinBySpan(&content)
        try await joinClaudeCode(&content)
        return content
    }

    private func joinBySpan(_ content: inout JoinedContent) async throws(StoreError) {
        var arriving: [SpanKey: [LogRecord]] = [:]
        for record in content.logs {
            guard let traceID = record.traceID, let spanID = record.spanID else { continue }
            arriving[SpanKey(project: record.project, traceID: traceID, spanID: spanID), default: []].append(
                record)
        }
        var known: [TraceKey: [LogRecord]] = [:]
        var joined: Set<SpanKey> = []
        for (index, span) in content.spans.enumerated()
        where projectsWithLogs[span.record.project] == true {
            let key = SpanKey(
                project: span.record.project, traceID: span.draft.traceID, spanID: span.draft.spanID)
            let records = try await stored(for: key, known: &known) + (arriving[key] ?? [])
            joined.insert(key)
            guard !records.isEmpty else { continue }
            content.spans[index] = read(span.draft, with: records, project: key.project)
        }
        for (key, records) in arriving where !joined.contains(key) {
            guard let span = try await store.span(key.spanID, of: key.traceID, project: key.project) else {
                continue
            }
            let draft = try await span.restored(from: store, traceID: key.traceID)
            if PushedConversation.part(of: draft.attributes) != nil { continue }
            let all = try await stored(for: key, known: &known) + records
            content.spans.append(read(draft, with: all, project: key.project))
        }
    }

    struct TraceKey: Hashable {
        let project: ProjectID
        let traceID: TraceID
    }

    /// The records of a span that the store holds; asked for once per trace.
    func stored(
        for key: SpanKey, known: inout [TraceKey: [LogRecord]]
    ) async throws(StoreError) -> [LogRecord] {
        let trace = TraceKey(project: key.project, traceID: key.traceID)
        if known[trace] == nil {
            let query = LogQuery(traceID: key.traceID, limit: IngestLimits.joinedLogsMax)
            known[trace] = try await store.logs(query, project: key.project)
        }
        return (known[trace] ?? []).filter { $0.spanID == key.spanID }
    }

    /// Reads a span with its records in their order; a record that came twice counts once.
    private func read(_ draft: SpanDraft, with records: [LogRecord], project: ProjectID) -> PreparedSpan {
        PreparedSpan(draft, logs: Self.drafts(records), project: project, normaliser: normaliser)
    }

    /// What tells a record from another one that says the same.
    private struct Moment: Hashable {
        let time: Timestamp
        let eventName: String
    }

    static func drafts(_ records: [LogRecord]) -> [LogDraft] {
        var seen: [[UInt8]: Set<Moment>] = [:]
        let distinct = records.filter {
            seen[$0.body, default: []].insert(Moment(time: $0.time, eventName: $0.eventName)).inserted
        }
        return LogOrder.sorted(distinct.compactMap(\.draft))
    }
}
