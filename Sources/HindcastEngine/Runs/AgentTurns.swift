import HindcastModel
import HindcastStore

/// The tool spans of each agent invocation, cut at its model calls.
struct AgentTurns: Sendable {
    private let tools: [SpanID?: [SpanSummary]]
    /// For each call the start of the same agent's next one.
    private let nextStarts: [SpanID: Timestamp]
    private let scopes: [SpanID: SpanID]

    /// - Parameter spans: by start, then id.
    init(_ spans: [SpanSummary], places: [SpanID: AgentPlace]) {
        var tools: [SpanID?: [SpanSummary]] = [:]
        var last: [SpanID?: SpanID] = [:]
        var nextStarts: [SpanID: Timestamp] = [:]
        var scopes: [SpanID: SpanID] = [:]
        for span in spans {
            let scope = places[span.id]?.scope
            if span.kind == .tool { tools[scope, default: []].append(span) }
            guard span.isStep else { continue }
            scopes[span.id] = scope
            if let earlier = last[scope] { nextStarts[earlier] = span.start }
            last[scope] = span.id
        }
        self.tools = tools
        self.nextStarts = nextStarts
        self.scopes = scopes
    }

    func tools(of call: SpanSummary) -> ArraySlice<SpanSummary> {
        let all = tools[scopes[call.id]] ?? []
        let first = all.firstIndex { $0.start >= call.start } ?? all.endIndex
        guard let next = nextStarts[call.id] else { return all[first...] }
        // Of two calls that began together, only the second can have set off what follows.
        let end = all[first...].firstIndex { $0.start >= next } ?? all.endIndex
        return all[first..<end]
    }
}
