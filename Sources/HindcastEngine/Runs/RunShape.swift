import HindcastModel
import HindcastStore

/// How the spans of a trace fall into runs, and which agent took each step.
///
/// Each outermost agent span is a run with all that lies below it. Model calls outside of every agent make one more; so
/// does a trace without any agent span. Parents may be missing (they end last) or wrong (a ring): then a span counts as
/// standing alone.
struct RunShape: Sendable {
    /// The spans of one run.
    struct Part: Sendable {
        let agentSpan: SpanSummary?
        /// The span whose end ends the run: the agent's, or the root of the trace; nil while it has not arrived.
        let top: SpanSummary?
        /// By start, then id.
        let spans: [SpanSummary]
        let calls: [SpanSummary]
        let agentName: String
    }

    /// In the order of their first spans.
    let parts: [Part]
    private let places: [SpanID: AgentPlace]
    private let partIndices: [SpanID: Int]
    private let turns: AgentTurns

    /// - Parameter spans: all spans of the trace, by start, then id.
    init(_ spans: [SpanSummary]) {
        let places = AgentPlace.all(spans)
        var groups: [SpanID?: [SpanSummary]] = [:]
        var order: [SpanID?] = []
        for span in spans {
            let group = places[span.id]?.outermost
            if groups[group] == nil { order.append(group) }
            groups[group, default: []].append(span)
        }
        // What stands around agents and calls no model is no run of its own.
        if order.count > 1, groups[nil]?.contains(where: \.isStep) == false { order.removeAll { $0 == nil } }
        var parts: [Part] = []
        var indices: [SpanID: Int] = [:]
        for group in order {
            let members = groups[group] ?? []
            for span in members { indices[span.id] = parts.count }
            parts.append(Part(members, agentSpan: group, places: places))
        }
        self.parts = parts
        self.places = places
        partIndices = indices
        turns = AgentTurns(spans, places: places)
    }

    func part(of span: SpanID) -> Part? { partIndices[span].map { parts[$0] } }

    /// The run with this outermost agent span. An agent span that turned out to lie within another is answered with the
    /// run around it, so that an id given out early still leads somewhere.
    func part(agentSpan: SpanID?) -> Part? {
        guard let agentSpan else { return parts.first { $0.agentSpan == nil } }
        return places[agentSpan]?.scope == agentSpan ? part(of: agentSpan) : nil
    }

    /// A model call that counts.
    func call(_ id: SpanID) -> SpanSummary? { part(of: id)?.calls.first { $0.id == id } }

    /// Who took a step: named by the span itself, else by what is around it.
    func agentName(of span: SpanID) -> String { places[span]?.name ?? RunLimits.unnamedAgent }

    /// The invocation of an agent that a span is part of.
    func scope(of span: SpanID) -> SpanID? { places[span]?.scope }

    /// The tool spans that a model call's answer set off: those of the same agent from its start to its next call.
    func tools(of call: SpanSummary) -> ArraySlice<SpanSummary> { turns.tools(of: call) }

    func key(of part: Part, in trace: TraceID) -> RunKey {
        RunKey(trace: trace, agentSpan: part.agentSpan?.id)
    }
}

extension RunShape.Part {
    fileprivate init(_ spans: [SpanSummary], agentSpan: SpanID?, places: [SpanID: AgentPlace]) {
        self.spans = spans
        self.agentSpan = agentSpan.flatMap { id in spans.first { $0.id == id } }
        top = self.agentSpan ?? spans.first { $0.parentID == nil }
        calls = spans.filter(\.isStep)
        agentName =
            (self.agentSpan ?? calls.first).flatMap { places[$0.id]?.name }
            ?? spans.lazy.compactMap(\.agentName).first ?? RunLimits.unnamedAgent
    }
}

extension SpanSummary {
    /// Whether it is a model call that no other span repeats.
    var isStep: Bool { kind == .llm && isCounted }

    /// Whether it has begun and not ended: instrumentations that report early send such spans.
    var isOpen: Bool { end <= start && status == .unset && output == nil }
}
