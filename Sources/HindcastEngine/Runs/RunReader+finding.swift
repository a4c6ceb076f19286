public import HindcastModel
public import HindcastStore

/// From foreign ids back to what they name.
extension RunReader {
    /// Nil for a step that is not there.
    public func step(_ id: ForeignID, project: ProjectID) async throws(StoreError) -> SpanKey? {
        try await call(id, project: project)?.place.key
    }

    /// Where the step with this id stands in lists. Nil when there is none.
    public func place(ofStep id: ForeignID, project: ProjectID) async throws(StoreError) -> CallPlace? {
        try await call(id, project: project)?.place
    }

    /// Where the run with this id stands in lists: where its first model call does. Nil for one that is not there or
    /// has no call.
    public func place(ofRun id: ForeignID, project: ProjectID) async throws(StoreError) -> CallPlace? {
        guard let (context, part) = try await find(id, project: project) else { return nil }
        return context.calls(of: part).first?.place
    }

    /// The model call that a step, message or provider trace belongs to.
    func call(_ id: ForeignID, project: ProjectID) async throws(StoreError) -> CallSummary? {
        for trace in try await traces(id, project: project) {
            if let call = try await context(of: trace, project: project)?.call(id.span(of: trace)) {
                return call
            }
        }
        return nil
    }

    /// Nil for a run that is not there.
    public func run(_ id: ForeignID, project: ProjectID) async throws(StoreError) -> RunKey? {
        guard let (context, part) = try await find(id, project: project) else { return nil }
        return context.shape.key(of: part, in: context.trace.id)
    }

    private func find(
        _ run: ForeignID, project: ProjectID
    ) async throws(StoreError) -> (TraceContext, RunShape.Part)? {
        for trace in try await traces(run, project: project) {
            guard let context = try await context(of: trace, project: project) else { continue }
            let span = run.span(of: trace)
            if let part = context.shape.part(agentSpan: span == SpanID(0) ? nil : span) {
                return (context, part)
            }
        }
        return nil
    }

    /// The name behind an agent's id.
    public func agentName(_ id: ForeignID, project: ProjectID) async throws(StoreError) -> String? {
        let names = try await store.agents(project: project).map(\.name) + [RunLimits.unnamedAgent]
        return names.first { ForeignID(.agent, name: $0, project: project) == id }
    }

    private func traces(_ id: ForeignID, project: ProjectID) async throws(StoreError) -> [TraceID] {
        guard let range = id.traces else { return [] }
        return try await store.traces(in: range, project: project, limit: StoreLimits.pageMax)
    }
}

extension RunKey {
    /// The id that Letta's clients know the run by.
    public var id: ForeignID { ForeignID(.run, trace: trace, span: agentSpan ?? SpanID(0)) }
}
