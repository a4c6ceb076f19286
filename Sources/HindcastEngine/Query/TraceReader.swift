public import HindcastModel
public import HindcastStore

/// Answers what people and programs ask of recorded traces: the one reading side of every door, of the command line
/// and of the UI.
public struct TraceReader: Sendable {
    public let store: any TraceStore
    let normaliser: Normaliser
    private let cache = TraceCache<TraceSteps>()

    public init(store: any TraceStore, normaliser: Normaliser) {
        self.store = store
        self.normaliser = normaliser
    }

    /// Answers nil when the trace is unknown to the project.
    public func outline(
        of id: TraceID, project: ProjectID, offset: Int = 0, limit: Int = QueryLimits.outlineSpansMax
    ) async throws(StoreError) -> Outline? {
        guard let trace = try await store.trace(id, project: project) else { return nil }
        let first = max(0, offset)
        let count = min(max(0, limit), QueryLimits.outlineSpansMax)
        if trace.spanCount <= count, first == 0 {
            let spans = try await store.spans(of: id, project: project, window: nil)
            let steps = try await steps(of: trace, project: project, spans: spans)
            return Outline(trace: trace, spans: spans, steps: steps, offset: 0)
        }
        let (end, overflow) = first.addingReportingOverflow(count)
        let window = first..<(overflow ? Int.max : end)
        let spans = try await store.spans(of: id, project: project, window: window)
        let steps = try await steps(of: trace, project: project, spans: nil)
        return Outline(trace: trace, spans: spans, steps: steps, offset: first)
    }

    /// The steps of a trace, from the cache when it is large.
    /// - Parameter spans: all spans of the trace, if the caller has them.
    func steps(
        of trace: TraceSummary, project: ProjectID, spans: [SpanSummary]?
    ) async throws(StoreError) -> TraceSteps {
        let key = TraceCache<TraceSteps>.Key(project: project, trace: trace.id, sequence: trace.sequence)
        let isLarge = trace.spanCount >= QueryLimits.cachedStepsSpansMin
        if isLarge, let found = cache.find(key) { return found }
        let all: [SpanSummary]
        if let spans {
            all = spans
        } else {
            all = try await store.spans(of: trace.id, project: project, window: nil)
        }
        let steps = try await TraceSteps(of: trace, spans: all, store: store, project: project)
        if isLarge { cache.insert(steps, for: key) }
        return steps
    }
}
