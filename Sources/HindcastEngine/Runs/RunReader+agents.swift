public import HindcastModel
public import HindcastStore

extension RunReader {
    /// The agents of a project, oldest first. Whoever is not named is one of them, if there is such a step lately.
    public func agents(project: ProjectID) async throws(StoreError) -> [AgentProfile] {
        var profiles: [AgentProfile] = []
        for agent in try await store.agents(project: project) {
            let newest = try await newestStep(of: agent.name, project: project)
            profiles.append(
                AgentProfile(
                    name: agent.name, firstSeen: agent.firstSeen, lastSeen: agent.lastSeen,
                    model: newest?.span.model, provider: newest?.span.provider))
        }
        let unnamed = RunLimits.unnamedAgent
        if !profiles.contains(where: { $0.name == unnamed }),
            let newest = try await newestStep(of: unnamed, project: project)
        {
            profiles.append(
                AgentProfile(
                    name: unnamed, firstSeen: newest.span.start, lastSeen: newest.span.start,
                    model: newest.span.model, provider: newest.span.provider))
        }
        return profiles.sorted { ($0.firstSeen, $0.name) < ($1.firstSeen, $1.name) }
    }

    /// Among the newest steps of the project.
    private func newestStep(of agent: String, project: ProjectID) async throws(StoreError) -> CallSummary? {
        if let own = try await store.calls(
            CallQuery(window: CallWindow(limit: 1), agent: agent), project: project
        ).first {
            return own
        }
        var contexts = TraceContexts(self, project: project)
        let window = CallWindow(limit: RunLimits.portionCallsMax)
        for call in try await store.calls(CallQuery(window: window), project: project) {
            let shape = try await contexts.find(call.traceID)?.shape
            if shape?.agentName(of: call.span.id) == agent { return call }
        }
        return nil
    }

    /// The models of the newest steps, by name.
    public func models(project: ProjectID) async throws(StoreError) -> [UsedModel] {
        let window = CallWindow(limit: RunLimits.recentCallsMax)
        let calls = try await store.calls(CallQuery(window: window), project: project)
        let models = Set(
            calls.compactMap { call in
                call.span.model.map { UsedModel(name: $0, provider: call.span.provider) }
            })
        return models.sorted { ($0.provider ?? "", $0.name) < ($1.provider ?? "", $1.name) }
    }

    /// The tags of the newest traces and of the newest feedback, each once, by name.
    public func tags(project: ProjectID) async throws(StoreError) -> [String] {
        let traces = try await store.traces(TraceQuery(limit: RunLimits.recentTracesMax), project: project)
        let window = CallWindow(limit: RunLimits.recentCallsMax)
        let given = try await feedback.feedback(FeedbackQuery(window: window), project: project)
        return Set(traces.items.flatMap(\.tags) + given.flatMap(\.tags)).sorted()
    }
}
