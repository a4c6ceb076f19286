public import HindcastJSON
public import HindcastModel
import HindcastStore

/// What one outermost agent did in a trace, from its first span to its last.
public struct Run: Sendable {
    public let key: RunKey
    public let agentName: String
    /// The conversation that several runs share.
    public let sessionID: String?
    public let start: Timestamp
    /// Nil while it runs.
    public let end: Timestamp?
    public let state: RunState
    /// How it came to its end: as its last step did, unless the run itself failed.
    public let ending: StepEnding?
    /// The short attributes of the run's own span.
    public let metadata: JSONObject
    /// From the first question to the first token of the answer, where it was told.
    public let firstTokenNanoseconds: Int64?
    public let stepCount: Int
    /// The tools that ran, each once, in order.
    public let tools: [String]

    /// From start to end; nil while it runs.
    public var nanoseconds: Int64? { end.map { $0.nanoseconds(since: start) } }

    /// - Parameters:
    ///   - top: the body of the run's own span, where it has arrived.
    ///   - first: the first step's reading.
    ///   - last: the last step's ending.
    init(
        _ part: RunShape.Part, in context: TraceContext, top: SpanDetails?, first: SpanReading?,
        last: StepEnding?, now: Timestamp
    ) {
        key = context.shape.key(of: part, in: context.trace.id)
        agentName = part.agentName
        sessionID = context.trace.sessionID
        start = part.top?.start ?? part.spans.first?.start ?? context.trace.start
        let latest = part.spans.lazy.map(\.end).max() ?? start
        let isOver: Bool
        if let top = part.top, !top.isOpen {
            isOver = true
        } else {
            isOver = now.nanoseconds(since: latest) >= RunLimits.idleNanosecondsMax
        }
        let failed = part.top?.status == .error && last != .cancelled
        ending = !isOver ? nil : failed && (last == nil || last == .answered) ? .failed : last
        end = isOver ? (part.top.map { max($0.end, $0.start) } ?? latest) : nil
        state = isOver ? RunState(ending) : .running
        metadata = top?.draft.shortAttributes ?? JSONObject()
        firstTokenNanoseconds = first?.timeToFirstTokenMilliseconds.flatMap {
            Int64(exactly: ($0 * 1_000_000).rounded())
        }
        stepCount = part.calls.count
        var tools: [String] = []
        for span in part.spans where span.kind == .tool && !tools.contains(span.toolName) {
            tools.append(span.toolName)
        }
        self.tools = tools
    }
}

extension RunState {
    /// A run that ended without telling how has ended well.
    fileprivate init(_ ending: StepEnding?) {
        switch ending {
        case .answered, nil: self = .completed
        case .cancelled: self = .cancelled
        case .cut, .withheld, .providerFailed, .failed: self = .failed
        }
    }
}

extension SpanSummary {
    /// The name without the operation that OpenTelemetry puts in front of it.
    fileprivate var toolName: String {
        name.hasPrefix("execute_tool ") ? String(name.dropFirst("execute_tool ".count)) : name
    }
}

extension SpanDraft {
    /// All but the long ones.
    fileprivate var shortAttributes: JSONObject {
        var short = JSONObject()
        for entry in attributes.entries where entry.payload.count <= RunLimits.metadataValueBytesMax {
            short[attributes.key(entry)] = attributes.json(entry)
        }
        return short
    }
}
