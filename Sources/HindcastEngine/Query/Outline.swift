import HindcastModel
public import HindcastStore

/// A trace and a window of its spans, without bodies.
public struct Outline: Sendable {
    /// The run as lists show it.
    public let trace: TraceSummary
    /// The window, in order of start.
    public let spans: [OutlineSpan]
    /// Where the window begins among the trace's spans.
    public let offset: Int

    init(trace: TraceSummary, spans: [SpanSummary], steps: TraceSteps, offset: Int) {
        self.trace = trace
        self.offset = offset
        self.spans = spans.map { span in
            let count = span.isModelCall ? steps.step(of: span.id)?.newInput.count ?? 0 : nil
            return OutlineSpan(summary: span, newMessages: count)
        }
    }
}

/// A row of an outline.
public struct OutlineSpan: Sendable {
    /// The span without its body.
    public let summary: SpanSummary
    /// Input messages that the conversation had not seen; 0 for a call that another span also reports, nil for what is
    /// no model call.
    public let newMessages: Int?
}
