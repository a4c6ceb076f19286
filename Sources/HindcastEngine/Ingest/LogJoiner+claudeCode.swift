import HindcastModel
import HindcastStore

/// Claude Code tells what was said in log records that name the turn's span, or none, never the model call's. So the
/// records of a session are read together, and tell each span of the touched traces its part.
extension LogJoiner {
    func joinClaudeCode(_ content: inout JoinedContent) async throws(StoreError) {
        for (session, traces) in sessions(in: content) {
            var records = try await store.logs(
                LogQuery(sessionID: session.id, limit: IngestLimits.sessionLogsMax), project: session.project)
            records += content.logs.filter { $0.project == session.project && $0.sessionID == session.id }
            let logs = Self.drafts(records).filter(ClaudeCodeSession.concerns)
            guard !logs.isEmpty else { continue }
            try await tell(logs, traces: traces, session: session, &content)
            for draft in ClaudeCodeSession.spans(from: logs) {
                content.spans.append(
                    PreparedSpan(
                        draft, logs: [], joined: logs.count, project: session.project, normaliser: normaliser)
                )
            }
        }
    }

    struct Session: Hashable {
        let project: ProjectID
        let id: String
    }

    /// The Claude Code sessions that this commit touches, with the traces of theirs that it touches.
    private func sessions(in content: JoinedContent) -> [Session: Set<TraceID>] {
        var found: [Session: Set<TraceID>] = [:]
        for record in content.logs {
            guard let id = record.sessionID, let draft = record.draft, ClaudeCodeSession.concerns(draft)
            else {
                continue
            }
            let session = Session(project: record.project, id: id)
            found[session, default: []].formUnion(record.traceID.map { [$0] } ?? [])
        }
        for span in content.spans where ClaudeCodeSession.concerns(span.draft) {
            guard let id = span.record.sessionID else { continue }
            found[Session(project: span.record.project, id: id), default: []].insert(span.draft.traceID)
        }
        return found
    }

    private func tell(
        _ logs: [LogDraft], traces: Set<TraceID>, session: Session, _ content: inout JoinedContent
    ) async throws(StoreError) {
        var arriving: [SpanID: Int] = [:]
        var drafts: [SpanDraft] = []
        for (index, span) in content.spans.enumerated()
        where span.record.project == session.project && traces.contains(span.draft.traceID) {
            arriving[span.draft.spanID] = index
            drafts.append(span.draft)
        }
        for trace in traces {
            drafts += try await storedDrafts(of: trace, project: session.project).filter {
                arriving[$0.spanID] == nil
            }
        }
        let details = ClaudeCodeSession.details(spans: drafts.filter(ClaudeCodeSession.concerns), logs: logs)
        // What a record tells depends on the spans it could be about, so a reading with more of them is the better one.
        let spanCounts = Dictionary(grouping: drafts, by: \.traceID).mapValues(\.count)
        for draft in drafts {
            guard let detail = details[draft.spanID] else { continue }
            let own = logs.filter { $0.traceID == draft.traceID && $0.spanID == draft.spanID }
            let span = PreparedSpan(
                draft, logs: LogOrder.sorted(own + [detail]),
                joined: logs.count + (spanCounts[draft.traceID] ?? 0), project: session.project,
                normaliser: normaliser)
            if let index = arriving[draft.spanID] {
                content.spans[index] = span
            } else {
                content.spans.append(span)
            }
        }
    }

    private func storedDrafts(of trace: TraceID, project: ProjectID) async throws(StoreError) -> [SpanDraft] {
        let window = 0..<IngestLimits.sessionSpansMax
        let ids = try await store.spans(of: trace, project: project, window: window).map(\.id)
        let stored = try await store.storedSpans(ids, of: trace, project: project)
        let drafts = try await StoredSpan.restored(stored, from: store, traceID: trace)
        return drafts.sorted { ($0.start, $0.spanID) < ($1.start, $1.spanID) }
    }
}
