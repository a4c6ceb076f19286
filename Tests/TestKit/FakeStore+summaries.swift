import HindcastJSON
import HindcastModel
import HindcastStore

extension FakeStore {
    static func summary(_ key: TraceKey, _ state: State) -> TraceSummary? {
        guard
            let spans = state.spans[key]?.values.sorted(by: { ($0.start, $0.spanID) < ($1.start, $1.spanID) }
            ),
            let first = spans.first
        else { return nil }
        let root = spans.first { $0.parentID == nil } ?? first
        var summary = TraceSummary(
            id: key.trace, name: spans.compactMap(\.traceName).first ?? root.name, start: first.start,
            end: spans.map(\.end).max() ?? first.end)
        summary.spanCount = spans.count
        summary.status = spans.contains { $0.status == .error } ? .error : .ok
        summary.sessionID = spans.compactMap(\.sessionID).first
        summary.userID = spans.compactMap(\.userID).first
        let patch = state.metadata[key] ?? TracePatch()
        summary.tags = Set(spans.flatMap(\.tags) + patch.addTags).subtracting(patch.removeTags).sorted()
        for span in spans { for (name, value) in span.metadata { summary.metadata[name] = value } }
        for (name, value) in patch.metadata { summary.metadata[name] = value.isNull ? Optional.none : value }
        let calls = spans.filter { $0.kind == .llm }
        summary.modelCallCount = calls.count
        summary.inputTokens = calls.reduce(0) { $0 + ($1.usage.input ?? 0) }
        summary.outputTokens = calls.reduce(0) { $0 + ($1.usage.output ?? 0) }
        summary.totalCost = calls.reduce(0) { $0 + ($1.cost ?? 0) }
        summary.sequence = state.changed[key] ?? 0
        return summary
    }

    static func spans(_ key: TraceKey, _ state: State) -> [StoredSpan] {
        let spans = (state.spans[key] ?? [:]).values.sorted { ($0.start, $0.spanID) < ($1.start, $1.spanID) }
        return spans.map { span in
            let paths = state.paths[key]?[span.spanID]
            var summary = SpanSummary(
                id: span.spanID, kind: span.kind, name: span.name, start: span.start, end: span.end)
            summary.parentID = span.parentID
            summary.status = span.status
            summary.model = span.model
            summary.provider = span.provider
            summary.usage = span.usage
            summary.cost = span.cost
            summary.agentName = span.agentName
            summary.input = paths?.input
            summary.output = paths?.output
            return StoredSpan(summary: summary, ropes: paths?.ropes ?? [], body: span.body)
        }
    }
}
