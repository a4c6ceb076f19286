public import HindcastModel
public import HindcastStore

extension RunReader {
    /// Nil when unknown to the project.
    public func step(_ key: SpanKey, project: ProjectID) async throws(StoreError) -> RunStep? {
        guard let context = try await context(of: key.trace, project: project),
            let call = context.call(key.span)
        else { return nil }
        var contexts = TraceContexts(self, project: project)
        guard var step = try await steps([call], project: project, contexts: &contexts).first else {
            return nil
        }
        step.reading = try await reader.wholeReading(step.reading, of: step.summary, step.draft)
        return step
    }

    /// Where a step stands in lists. Nil when unknown.
    func place(of key: SpanKey, project: ProjectID) async throws(StoreError) -> CallPlace? {
        try await context(of: key.trace, project: project)?.call(key.span)?.place
    }

    /// A page of a project's steps.
    public func steps(_ query: StepQuery, project: ProjectID) async throws(StoreError) -> [RunStep] {
        var contexts = TraceContexts(self, project: project)
        let limit = query.window.limit
        let portion = query.needsLooking ? max(limit, RunLimits.portionCallsMax) : limit
        let found = try await CallPages(query.window).collect(portion: min(portion, StoreLimits.pageMax)) {
            window throws(StoreError) in
            try await rows(query, window, project, &contexts)
        } pick: { rows throws(StoreError) in
            let kept = try await matching(rows.compactMap(\.call), query, project, &contexts)
            return [kept]
        }
        return try await steps(found, project: project, contexts: &contexts)
    }

    /// A page of the steps of one run.
    public func steps(of run: RunKey, in window: CallWindow, project: ProjectID) async throws(StoreError)
        -> [RunStep]
    {
        var contexts = TraceContexts(self, project: project)
        guard let context = try await contexts.find(run.trace),
            let part = context.shape.part(agentSpan: run.agentSpan)
        else { return [] }
        let calls = context.calls(of: part)
        let found = try await CallPages(window).collect(portion: window.limit) { window throws(StoreError) in
            window.cut(calls)
        } pick: { rows throws(StoreError) in
            [rows.compactMap(\.call)]
        }
        return try await steps(found, project: project, contexts: &contexts)
    }

    /// How long a step took. Nil when unknown.
    public func metrics(of key: SpanKey, project: ProjectID) async throws(StoreError) -> StepMetrics? {
        guard let context = try await context(of: key.trace, project: project),
            let call = context.shape.call(key.span)
        else { return nil }
        return StepMetrics(call: call, tools: context.shape.tools(of: call))
    }

    /// Sets what somebody thinks of a step.
    /// - Parameters:
    ///   - value: nil takes a thumb back.
    ///   - tags: nil leaves those given earlier.
    /// - Returns: the step as it is then; nil when unknown.
    public func setFeedback(
        _ value: Feedback.Value?, tags: [String]?, of key: SpanKey, by author: Author, project: ProjectID
    ) async throws(StoreError) -> RunStep? {
        guard let place = try await place(of: key, project: project) else { return nil }
        var given: [String] = []
        for tag in tags ?? [] where !given.contains(tag) { given.append(tag) }
        let new = Feedback(
            project: project, span: key, callStart: place.start, value: value, tags: given, author: author,
            updated: time.now)
        try await feedback.setFeedback(new, keepingTags: tags == nil)
        return try await step(key, project: project)
    }

    // MARK: Conditions

    /// A portion of the narrowest list that holds everything wanted.
    private func rows(
        _ query: StepQuery, _ window: CallWindow, _ project: ProjectID, _ contexts: inout TraceContexts
    ) async throws(StoreError) -> [CallPage.Row] {
        let value: Feedback.Value?
        switch query.opinion {
        case .positive: value = .positive
        case .negative: value = .negative
        case .any: value = nil
        case .some(.none), nil:
            let calls = CallQuery(window: window, model: query.model, traces: query.traces)
            return try await store.calls(calls, project: project).map(CallPage.Row.init)
        }
        var rows: [CallPage.Row] = []
        let given = FeedbackQuery(window: window, value: value, hasValue: true)
        for each in try await feedback.feedback(given, project: project) {
            let call = try await contexts.find(each.span.trace)?.call(each.span.span)
            let isWanted =
                (query.model == nil || call?.span.model == query.model)
                && query.traces?.contains(each.span.trace) ?? true
            rows.append(CallPage.Row(place: each.place, call: isWanted ? call : nil))
        }
        return rows
    }

    private func matching(
        _ calls: [CallSummary], _ query: StepQuery, _ project: ProjectID, _ contexts: inout TraceContexts
    ) async throws(StoreError) -> [CallSummary] {
        guard query.needsLooking, !calls.isEmpty else { return calls }
        var given: [SpanKey: Feedback] = [:]
        if query.opinion == StepQuery.Opinion.none || !query.tags.isEmpty {
            given = try await feedback.feedback(of: calls.map(\.place.key), project: project)
        }
        var kept: [CallSummary] = []
        for call in calls {
            guard let context = try await contexts.find(call.traceID) else { continue }
            if let agent = query.agent, context.shape.agentName(of: call.span.id) != agent { continue }
            let feedback = given[call.place.key]
            if query.opinion == StepQuery.Opinion.none, feedback?.value != nil { continue }
            guard query.tags.isDisjoint(with: feedback?.tags ?? []), !query.tags.isEmpty else {
                kept.append(call)
                continue
            }
            // The span's own tags are among its trace's, so most bodies need not be read.
            guard !query.tags.isDisjoint(with: context.trace.tags),
                let step = try await steps([call], project: project, contexts: &contexts).first,
                !query.tags.isDisjoint(with: step.tags)
            else { continue }
            kept.append(call)
        }
        return kept
    }

    /// The calls with their bodies and feedback, in the same order.
    func steps(
        _ calls: [CallSummary], project: ProjectID, contexts: inout TraceContexts
    ) async throws(StoreError) -> [RunStep] {
        if calls.isEmpty { return [] }
        let given = try await feedback.feedback(of: calls.map(\.place.key), project: project)
        let details = try await details(of: calls.map(\.place.key), project: project)
        var steps: [RunStep] = []
        for call in calls {
            // A trace deleted meanwhile takes its steps along.
            guard let context = try await contexts.find(call.traceID), let details = details[call.place.key]
            else {
                continue
            }
            steps.append(RunStep(call, context, details, given[call.place.key]))
        }
        return steps
    }

    /// The bodies of spans of any traces.
    func details(of keys: [SpanKey], project: ProjectID) async throws(StoreError) -> [SpanKey: SpanDetails] {
        var stored: [(trace: TraceID, span: StoredSpan)] = []
        for (trace, keys) in Dictionary(grouping: keys, by: \.trace) {
            let spans = try await store.storedSpans(keys.map(\.span), of: trace, project: project)
            stored += spans.map { (trace, $0) }
        }
        var found: [SpanKey: SpanDetails] = [:]
        for (span, details) in zip(stored, try await reader.details(of: stored, project: project)) {
            found[SpanKey(trace: span.trace, span: span.span.summary.id)] = details
        }
        return found
    }
}
