import HindcastEngine
import HindcastModel
import HindcastStore

/// `hindcast tail`
enum TailRun {
    static let command = Command(
        path: ["tail"], summary: "Show spans as they are recorded, until Ctrl-C.",
        options: [.data, .project, .json],
        run: run)

    private static let pauseMilliseconds = 500
    /// Changed traces looked at per round; the rest comes in the next.
    private static let changesMax = 200
    /// Spans at the end of a trace among which new ones are looked for: late arrivals further back are not shown.
    private static let windowSpans = 500
    /// Traces whose shown spans are remembered.
    private static let tracesMax = 500

    private static func run(_ call: Invocation) async throws(CommandFailure) {
        try await call.withStore(.read) { store throws(CommandFailure) in
            let project = try await call.project(in: store).id
            var position = try await call.told { () async throws(StoreError) in
                try await store.currentSequence()
            }
            let since = call.environment.time.now
            var shown: [TraceID: Set<SpanID>] = [:]
            while await call.environment.pause(pauseMilliseconds) {
                let from = position
                let changes = try await call.told { () async throws(StoreError) in
                    try await store.changes(after: from, project: project, limit: changesMax)
                }
                if shown.count > tracesMax { shown = [:] }
                for change in changes {
                    try await show(change.traceID, since, &shown, store, project, call)
                    position = max(position, change.sequence)
                }
            }
        }
    }

    private static func show(
        _ id: TraceID, _ since: Timestamp, _ shown: inout [TraceID: Set<SpanID>], _ store: any Store,
        _ project: ProjectID, _ call: Invocation
    ) async throws(CommandFailure) {
        let spans = try await call.told { () async throws(StoreError) -> [SpanSummary] in
            guard let trace = try await store.trace(id, project: project) else { return [] }
            let window = max(0, trace.spanCount - windowSpans)..<trace.spanCount
            return try await store.spans(of: id, project: project, window: window)
        }
        let isFirstSight = shown[id] == nil
        for span in spans where shown[id, default: []].insert(span.id).inserted {
            // What was there before the tail began is not news.
            if isFirstSight, span.end < since { continue }
            show(span, of: id, call)
        }
    }

    private static func show(_ span: SpanSummary, of id: TraceID, _ call: Invocation) {
        if call.isJSON {
            call.printJSON { writer in
                writer.object { writer in
                    writer.field("traceId", id)
                    span.writeMembers(to: &writer)
                }
            }
            return
        }
        let console = call.console
        let facts = [
            Text.padded(span.kind.rawValue, 9), Text.clean(span.name), span.model.map(Text.clean),
            Text.duration(span.start, span.end), span.cost.map(Text.cost),
            span.status == .error ? "error" : nil,
        ]
        let line =
            "\(Text.time(span.start))  \(id.description.prefix(8))  "
            + facts.compactMap(\.self).joined(separator: "  ")
        let cut = console.width.map { Text.cut(line, to: $0) } ?? line
        console.line(span.status == .error ? console.styled(cut, .red) : cut)
    }
}
