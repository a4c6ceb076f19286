public import HindcastModel
public import HindcastStore

extension FakeStore {
    public func traces(in ids: ClosedRange<TraceID>, project: ProjectID, limit: Int) async throws(StoreError)
        -> [TraceID]
    {
        try locked { state throws(StoreError) in
            let found = state.spans.keys.filter { $0.project == project && ids.contains($0.trace) }
            return Array(found.map(\.trace).sorted().prefix(min(max(limit, 0), StoreLimits.pageMax)))
        }
    }

    public func calls(_ query: CallQuery, project: ProjectID) async throws(StoreError) -> [CallSummary] {
        try locked { state throws(StoreError) in
            var calls: [CallSummary] = []
            for key in state.spans.keys where key.project == project {
                guard query.traces?.contains(key.trace) ?? true else { continue }
                for span in Self.spans(key, state).map(\.summary) where span.kind == .llm && span.isCounted {
                    guard query.model == nil || span.model == query.model,
                        query.agent == nil || span.agentName == query.agent
                    else { continue }
                    calls.append(CallSummary(traceID: key.trace, span: span))
                }
            }
            return Self.page(calls, query.window, by: \.place)
        }
    }

    public func agents(project: ProjectID) async throws(StoreError) -> [AgentSummary] {
        try locked { state throws(StoreError) in
            let spans = state.spans.filter { $0.key.project == project }.flatMap(\.value.values)
            let named = Dictionary(grouping: spans.filter { $0.agentName != nil }) { $0.agentName ?? "" }
            let agents = named.compactMap { name, spans -> AgentSummary? in
                guard let first = spans.map(\.start).min(), let last = spans.map(\.start).max() else {
                    return nil
                }
                return AgentSummary(
                    name: name, firstSeen: first, lastSeen: last, spanCount: Int64(spans.count))
            }
            return agents.sorted { $0.name < $1.name }
        }
    }
}
