public import HindcastModel
public import HindcastStore

extension RunReader {
    /// Nil when unknown to the project.
    public func run(_ key: RunKey, project: ProjectID) async throws(StoreError) -> Run? {
        guard let context = try await context(of: key.trace, project: project),
            let part = context.shape.part(agentSpan: key.agentSpan)
        else { return nil }
        return try await run(part, context, project)
    }

    /// A page of a project's runs.
    public func runs(_ query: RunQuery, project: ProjectID) async throws(StoreError) -> [Run] {
        var contexts = TraceContexts(self, project: project)
        // Every run found costs the bodies of its ends, so a portion is no larger than the page.
        let portion = min(max(query.window.limit, RunLimits.portionStepsMax), RunLimits.portionCallsMax)
        return try await CallPages(query.window).collect(portion: portion) {
            window throws(StoreError) in
            try await store.calls(CallQuery(window: window), project: project).map(CallPage.Row.init)
        } pick: { rows throws(StoreError) in
            var found: [Run] = []
            for call in rows.compactMap(\.call) {
                guard let context = try await contexts.find(call.traceID),
                    let part = context.shape.part(of: call.span.id), part.calls.first?.id == call.span.id,
                    query.agents?.contains(part.agentName) ?? true,
                    query.isWantedSession?(context.trace.sessionID) ?? true
                else { continue }
                let run = try await run(part, context, project)
                if query.states?.contains(run.state) ?? true,
                    query.ending == nil || query.ending == run.ending
                {
                    found.append(run)
                }
            }
            return [found]
        }
    }

    /// The tokens of all steps of a run. Nil when unknown.
    public func usage(of key: RunKey, project: ProjectID) async throws(StoreError) -> UsageSum? {
        guard let context = try await context(of: key.trace, project: project),
            let part = context.shape.part(agentSpan: key.agentSpan)
        else { return nil }
        var sum = UsageSum()
        for call in part.calls { sum.add(call.usage) }
        return sum
    }

    /// The first spans of a run, by start. Nil when unknown.
    public func spans(
        of key: RunKey, limit: Int, project: ProjectID
    ) async throws(StoreError) -> [SpanSummary]? {
        try await context(of: key.trace, project: project)?.shape.part(agentSpan: key.agentSpan).map {
            Array($0.spans.prefix(limit))
        }
    }

    private func run(
        _ part: RunShape.Part, _ context: TraceContext, _ project: ProjectID
    ) async throws(StoreError) -> Run {
        func key(_ span: SpanSummary?) -> SpanKey? {
            span.map { SpanKey(trace: context.trace.id, span: $0.id) }
        }
        let (top, first, last) = (key(part.top), key(part.calls.first), key(part.calls.last))
        let wanted = Set([top, first, last].compactMap(\.self))
        let details = try await details(of: Array(wanted), project: project)
        let ending = last.flatMap { details[$0] }.flatMap { StepEnding($0.draft, $0.reading) }
        return Run(
            part, in: context, top: top.flatMap { details[$0] },
            first: first.flatMap { details[$0] }?.reading,
            last: ending, now: time.now)
    }
}
