public import HindcastModel
public import HindcastStore

/// From foreign ids back to what they name.
extension RunReader {
    /// Nil for a step that is not there.
    public func step(_ id: ForeignID, project: ProjectID) async throws(StoreError) -> SpanKey? {
        try await call(id, project: project)?.place.key
    }

    /// The model call that a step, message or provider trace belongs to.
    func call(_ id: ForeignID, project: ProjectID) async throws(StoreError) -> CallSummary? {
        for trace in try await traces(id, project: project) {
            if let call = try await context(of: trace, project: project)?.call(id.span(of: trace)) { return call }
        }
        return nil
    }

    /// Nil for a run that is not there.
    public func run(_ id: ForeignID, project: ProjectID) async throws(StoreError) -> RunKey? {
        for trace in try await traces(id, project: project) {
            guard let shape = try await context(of: trace, project: project)?.shape else { continue }
            let span = id.span(of: trace)
            if let part = shape.part(agentSpan: span == SpanID(0) ? nil : span) {
                return shape.key(of: part, in: trace)
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
