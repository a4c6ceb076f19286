import HindcastModel
import HindcastStore

/// Where a span stands among the agents of its trace.
struct AgentPlace: Sendable {
    /// The outermost agent span around it, itself included.
    private(set) var outermost: SpanID?
    /// The nearest one.
    private(set) var scope: SpanID?
    /// The nearest name of an agent.
    private(set) var name: String?

    private func entering(_ span: SpanSummary) -> AgentPlace {
        var place = self
        if span.kind == .agent {
            place.outermost = outermost ?? span.id
            place.scope = span.id
        }
        place.name = span.agentName ?? name
        return place
    }

    /// The places of all spans of a trace. Each span is visited once, however deep it lies.
    static func all(_ spans: [SpanSummary]) -> [SpanID: AgentPlace] {
        let byID = Dictionary(spans.map { ($0.id, $0) }) { first, _ in first }
        var places: [SpanID: AgentPlace] = [:]
        places.reserveCapacity(spans.count)
        for span in spans where places[span.id] == nil {
            var chain: [SpanSummary] = []
            var next: SpanSummary? = span
            while let current = next, places[current.id] == nil {
                // Marked at once, so that a ring of parents ends here.
                places[current.id] = AgentPlace()
                chain.append(current)
                next = current.parentID.flatMap { byID[$0] }
            }
            var place = next.flatMap { places[$0.id] } ?? AgentPlace()
            for each in chain.reversed() {
                place = place.entering(each)
                places[each.id] = place
            }
        }
        return places
    }
}
