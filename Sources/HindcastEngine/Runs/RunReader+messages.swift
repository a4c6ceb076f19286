public import HindcastModel
public import HindcastStore

extension RunReader {
    /// Where the message with this id stands. Nil when there is none.
    public func place(ofMessage id: ForeignID, project: ProjectID) async throws(StoreError) -> MessagePlace? {
        guard let message = try await message(id, project: project),
            let step = try await place(of: message.step, project: project)
        else { return nil }
        return MessagePlace(step: step, position: message.position)
    }

    /// The message with this id. Nil when there is none.
    public func message(_ id: ForeignID, project: ProjectID) async throws(StoreError) -> StepMessage? {
        guard let call = try await call(id, project: project) else { return nil }
        var contexts = TraceContexts(self, project: project)
        let found = try await messages(of: [call], project: project, contexts: &contexts)
        return found.joined().first { $0.id == id }
    }

    /// A page of messages in the query's direction, each belonging to one step.
    public func messages(
        _ query: MessageQuery, project: ProjectID
    ) async throws(StoreError) -> [StepMessage] {
        var contexts = TraceContexts(self, project: project)
        let calls = try await calls(of: query.source, project, &contexts)
        var window = CallWindow(isAscending: query.isAscending, limit: query.limit)
        window.after = query.after?.step
        window.before = query.before?.step
        // The step of the cursor has messages on both sides of it, and windows of calls leave it out.
        var edge: [StepMessage] = []
        if let cursor = query.before ?? query.after {
            let context = try await contexts.find(cursor.step.key.trace)
            let call = context?.call(cursor.step.key.span)
            edge = try await messages([call].compactMap(\.self), query, project, &contexts).flatMap(\.self)
        }
        window.limit = max(0, query.limit - edge.count)
        let portion = min(query.limit, RunLimits.portionStepsMax)
        let others = try await CallPages(window, includesFloor: true).collect(portion: portion) {
            window throws(StoreError) in
            if let calls { return window.cut(calls) }
            return try await store.calls(CallQuery(window: window), project: project).map(CallPage.Row.init)
        } pick: { rows throws(StoreError) in
            try await messages(rows.compactMap(\.call), query, project, &contexts)
        }
        return query.before == nil
            ? Array((edge + others).prefix(query.limit)) : Array((others + edge).suffix(query.limit))
    }

    /// The calls of one run or step; nil where the project's list must be asked.
    private func calls(
        of source: MessageQuery.Source, _ project: ProjectID, _ contexts: inout TraceContexts
    ) async throws(StoreError) -> [CallSummary]? {
        switch source {
        case .step(let key):
            return [try await contexts.find(key.trace)?.call(key.span)].compactMap(\.self)
        case .run(let key):
            guard let context = try await contexts.find(key.trace),
                let part = context.shape.part(agentSpan: key.agentSpan)
            else { return [] }
            return context.calls(of: part)
        case .agent, .project: return nil
        }
    }

    /// What the query shows of the messages of some calls, call by call in reading order.
    private func messages(
        _ calls: [CallSummary], _ query: MessageQuery, _ project: ProjectID, _ contexts: inout TraceContexts
    ) async throws(StoreError) -> [[StepMessage]] {
        var wanted: [CallSummary] = []
        for call in calls {
            guard let context = try await contexts.find(call.traceID),
                query.isWantedSession?(context.trace.sessionID) ?? true
            else { continue }
            if case .agent(let name) = query.source, context.shape.agentName(of: call.span.id) != name {
                continue
            }
            wanted.append(call)
        }
        let found = try await messages(of: wanted, project: project, contexts: &contexts)
        return zip(wanted, found).map { call, messages in
            let shown = messages.filter { query.shows($0, at: call.place) && query.isWanted?($0) ?? true }
            return query.isAscending ? shown : shown.reversed()
        }
    }

    /// The messages of each call, in the order of the calls.
    private func messages(
        of calls: [CallSummary], project: ProjectID, contexts: inout TraceContexts
    ) async throws(StoreError) -> [[StepMessage]] {
        var found: [SpanKey: [StepMessage]] = [:]
        for (trace, calls) in Dictionary(grouping: calls, by: \.traceID) {
            guard let context = try await contexts.find(trace) else { continue }
            let conversation = try await conversation(of: context, project: project)
            let wanted = conversation.contents(for: calls.map(\.span.id))
            let contents = try await store.contents(Array(wanted)).compactMapValues(Message.init(canonical:))
            var tools: [SpanID: ArraySlice<SpanSummary>] = [:]
            for call in calls where conversation.callsTools(call.span.id, contents) {
                tools[call.span.id] = context.shape.tools(of: call.span)
            }
            let answers = try await reader.toolMessages(
                of: tools.values.flatMap { $0.map(\.id) }, project: project, trace: trace)
            for call in calls {
                let own = tools[call.span.id] ?? []
                let results = own.compactMap { span in
                    answers[span.id]?.toolResults.first.map { ToolAnswer(result: $0, time: span.end) }
                }
                let run = RunKey(
                    trace: trace, agentSpan: context.shape.part(of: call.span.id)?.agentSpan?.id)
                found[call.place.key] = conversation.messages(
                    of: call, run: run, contents: contents, tools: results)
            }
        }
        return calls.map { found[$0.place.key] ?? [] }
    }
}

extension MessageQuery {
    /// Whether a message lies between the two places.
    fileprivate func shows(_ message: StepMessage, at step: CallPlace) -> Bool {
        let place = (step, message.position)
        func follows(_ other: MessagePlace) -> Bool {
            isAscending ? (other.step, other.position) < place : place < (other.step, other.position)
        }
        func precedes(_ other: MessagePlace) -> Bool {
            isAscending ? place < (other.step, other.position) : (other.step, other.position) < place
        }
        return after.map(follows) ?? true && before.map(precedes) ?? true
    }
}

extension StepMessage {
    /// The id that Letta's clients know the message by.
    public var id: ForeignID { ForeignID(message: position, of: step.span, trace: step.trace) }
}
