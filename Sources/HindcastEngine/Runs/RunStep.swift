public import HindcastModel
public import HindcastStore

/// One model call with all that is told of it.
public struct RunStep: Sendable {
    public let key: SpanKey
    public let run: RunKey
    /// Who took it.
    public let agentName: String
    /// The call without its body.
    public let summary: SpanSummary
    /// As it was received.
    public let draft: SpanDraft
    /// What the conventions make of it; in a page of steps without the messages of a pushed conversation.
    public internal(set) var reading: SpanReading
    /// Those the span brought and its trace still has, then those that came with feedback.
    public let tags: [String]
    /// What somebody thinks of it.
    public let feedback: Feedback?

    init(_ call: CallSummary, _ context: TraceContext, _ details: SpanDetails, _ feedback: Feedback?) {
        key = call.place.key
        let part = context.shape.part(of: call.span.id)
        run = RunKey(trace: call.traceID, agentSpan: part?.agentSpan?.id)
        agentName = context.shape.agentName(of: call.span.id)
        summary = call.span
        draft = details.draft
        reading = details.reading
        let own = Set(context.trace.tags)
        var tags: [String] = []
        for tag in details.reading.tags.filter(own.contains) + (feedback?.tags ?? [])
        where !tags.contains(tag) {
            tags.append(tag)
        }
        self.tags = tags
        self.feedback = feedback
    }

    /// How it came to its end; nil when nothing tells.
    public var ending: StepEnding? { StepEnding(draft, reading) }

    /// How far it has come.
    public var state: RunState {
        if summary.isOpen { return .running }
        switch (ending, summary.status) {
        case (.cancelled, _): return .cancelled
        case (_, .error): return .failed
        case (_, .ok), (_, .unset): return .completed
        }
    }

    /// What went to the provider and came back; nil when no content was recorded.
    public var exchange: ProviderExchange? { ProviderExchange(draft, reading) }
}
