public import HindcastModel
public import HindcastStore

extension TraceReader {
    /// The scores that instrumentations put on the spans of a trace, in the order of the spans. Nil when the trace is
    /// unknown.
    ///
    /// Scores stand in the bodies of spans, so one page is the scores of a bounded number of spans, be there many or
    /// none.
    /// - Parameter cursor: the `next` of the page before.
    public func scores(
        of id: TraceID, project: ProjectID, cursor: String? = nil
    ) async throws(StoreError) -> Page<FoundScore>? {
        guard let trace = try await store.trace(id, project: project) else { return nil }
        var first = 0
        if let cursor {
            guard let place = Int(cursor), (0...trace.spanCount).contains(place) else {
                throw .badCursor(cursor)
            }
            first = place
        }
        let end = min(first + QueryLimits.scoredSpansMax, trace.spanCount)
        let spans = try await store.spans(of: id, project: project, window: first..<end)
        let stored = try await store.storedSpans(spans.map(\.id), of: id, project: project)
        let bodies = Dictionary(stored.map { ($0.summary.id, $0) }) { first, _ in first }
        let logs = Dictionary(grouping: try await self.logs(of: id, project: project) ?? [], by: \.spanID)
        var found: [FoundScore] = []
        let known = spans.compactMap { bodies[$0.id] }
        let drafts = try await StoredSpan.restored(known, from: store, traceID: id)
        for (span, draft) in zip(known.map(\.summary), drafts) {
            let reading = normaliser.read(draft, logs: logs[span.id] ?? [])
            found += reading.scores.map { FoundScore(spanID: span.id, time: span.end, score: $0) }
        }
        return Page(items: found, next: end < trace.spanCount ? String(end) : nil)
    }
}
