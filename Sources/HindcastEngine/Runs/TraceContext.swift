import HindcastModel
import HindcastStore

/// A trace as the reading of runs needs it.
struct TraceContext: Sendable {
    let trace: TraceSummary
    let shape: RunShape

    /// A model call that counts, as the list of calls has it.
    func call(_ span: SpanID) -> CallSummary? {
        shape.call(span).map { CallSummary(traceID: trace.id, span: $0) }
    }

    /// The calls of a run in order.
    func calls(of part: RunShape.Part) -> [CallSummary] {
        part.calls.map { CallSummary(traceID: trace.id, span: $0) }
    }
}

/// The traces met while one question is answered, each read once.
struct TraceContexts {
    private let runs: RunReader
    private let project: ProjectID
    private var known: [TraceID: TraceContext?] = [:]

    init(_ runs: RunReader, project: ProjectID) {
        self.runs = runs
        self.project = project
    }

    mutating func find(_ id: TraceID) async throws(StoreError) -> TraceContext? {
        if let found = known[id] { return found }
        let context = try await runs.context(of: id, project: project)
        known[id] = .some(context)
        return context
    }
}
