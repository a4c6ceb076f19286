import HindcastModel
import HindcastStore

/// The model calls of a trace, each with what was new at it.
struct TraceSteps: Sendable {
    /// In time order; calls that another span also reports are left out, so that nothing is new twice.
    let steps: [Steps.Step]
    private let positions: [SpanID: Int]

    static let none = TraceSteps(steps: [])

    init(steps: [Steps.Step]) {
        self.steps = steps
        positions = Dictionary(steps.enumerated().map { ($1.call.spanID, $0) }) { first, _ in first }
    }

    func step(of span: SpanID) -> Steps.Step? { positions[span].map { steps[$0] } }

    /// Walks the calls in time order, after those of earlier traces in the same session.
    init(
        of trace: TraceSummary, spans: [SpanSummary], store: any TraceStore, project: ProjectID
    ) async throws(StoreError) {
        let calls = spans.filter { $0.isCounted && $0.isModelCall }.map(\.modelCall)
        let tail = Self.tail(of: trace.id, spans)
        guard !calls.isEmpty || tail != nil else {
            self = .none
            return
        }
        var earlier: [ModelCall] = []
        if let session = trace.sessionID {
            earlier = try await store.earlierCalls(
                session: session, before: trace.start, project: project, limit: QueryLimits.earlierCallsMax)
        }
        var ends: Set<NodeID> = []
        for call in earlier + calls + (tail.map { [$0] } ?? []) {
            ends.formUnion([call.input, call.output].compactMap(\.self))
        }
        ends.remove(.root)
        let paths = try await store.paths(from: Array(ends))
        var state = Steps()
        for call in earlier { state.remember(call) { paths[$0] } }
        var steps = calls.map { call in state.add(call) { paths[$0] } }
        if let tail {
            let step = state.add(tail) { paths[$0] }
            if !step.newInput.isEmpty { steps.append(step) }
        }
        self.init(steps: steps)
    }

    /// The whole of a pushed conversation, behind its calls: what no call has seen or said is new there.
    private static func tail(of trace: TraceID, _ spans: [SpanSummary]) -> ModelCall? {
        let id = ConversationIDs(trace).root
        guard let root = spans.first(where: { $0.id == id }), let end = root.output else { return nil }
        return ModelCall(spanID: id, start: root.end, input: end, output: nil)
    }
}

extension SpanSummary {
    /// Whether the span talked to a model and left messages. A tool's result is a message too, but no call.
    var isModelCall: Bool { kind == .llm && (input != nil || output != nil) }

    var modelCall: ModelCall { ModelCall(spanID: id, start: start, input: input, output: output) }
}
