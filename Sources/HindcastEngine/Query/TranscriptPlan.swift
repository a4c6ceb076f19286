import HindcastModel
import HindcastStore

/// The run in reading order, before any body is loaded: cheap to make even for a huge trace, and pages are cut from it.
struct TranscriptPlan {
    enum Source {
        case content(ContentID)
        /// The result of a tool span; shown only if no message repeats it.
        case tool(SpanSummary)
        /// A call without any message of its own.
        case silence
    }

    struct Entry {
        let span: SpanSummary
        let side: TranscriptItem.Side
        let origin: TranscriptItem.Origin
        let branchOf: SpanID?
        let copiedCount: Int
        let knownCount: Int
        let source: Source
    }

    private(set) var entries: [Entry] = []
    /// Which span first ended at a node, to name what a branch leaves.
    private var owners: [NodeID: SpanID] = [:]

    /// - Parameter spans: all spans of the trace, in time order.
    init(spans: [SpanSummary], steps: TraceSteps) {
        let wanted = spans.filter { steps.step(of: $0.id) != nil || $0.kind == .tool }
        // A tool's result is known when it ends; a call speaks when it starts.
        let moments = wanted.map { steps.step(of: $0.id)?.call.start ?? $0.end }
        let ordered = wanted.enumerated().sorted { one, other in
            (moments[one.offset], one.offset) < (moments[other.offset], other.offset)
        }
        for (_, span) in ordered {
            if let step = steps.step(of: span.id) { add(step, span) } else { addTool(span) }
        }
    }

    private mutating func add(_ step: Steps.Step, _ span: SpanSummary) {
        let (origin, branchOf) = relation(step)
        func entry(_ side: TranscriptItem.Side, _ source: Source) -> Entry {
            Entry(
                span: span, side: side, origin: origin, branchOf: branchOf, copiedCount: step.copied.count,
                knownCount: step.knownCount, source: source)
        }
        for node in step.newInput { entries.append(entry(.input, .content(node.content))) }
        for node in step.newOutput { entries.append(entry(.output, .content(node.content))) }
        if step.newInput.isEmpty, step.newOutput.isEmpty { entries.append(entry(.output, .silence)) }
        for node in step.copied + step.newInput + step.newOutput where owners[node.id] == nil {
            owners[node.id] = span.id
        }
    }

    private mutating func addTool(_ span: SpanSummary) {
        entries.append(
            Entry(
                span: span, side: .tool, origin: .continuation, branchOf: nil, copiedCount: 0, knownCount: 0,
                source: .tool(span)))
    }

    private func relation(_ step: Steps.Step) -> (TranscriptItem.Origin, SpanID?) {
        switch step.origin {
        case .root: (.root, nil)
        case .continuation(let node): (.continuation, owners[node])
        case .branch(let node): (.branch, owners[node])
        case .retry(let node): (.retry, owners[node])
        case .unknown: (.unknown, nil)
        }
    }
}
