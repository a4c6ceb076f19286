public import HindcastModel
public import HindcastStore

extension FakeStore {
    public func feedback(of span: SpanKey, project: ProjectID) async throws(StoreError) -> Feedback? {
        try await feedback(of: [span], project: project)[span]
    }

    public func feedback(of spans: [SpanKey], project: ProjectID) async throws(StoreError)
        -> [SpanKey: Feedback]
    {
        try locked { state throws(StoreError) in
            var found: [SpanKey: Feedback] = [:]
            for span in spans where Self.isThere(span.trace, project, state) {
                found[span] = state.feedback[TraceKey(project: project, trace: span.trace)]?[span.span]
            }
            return found
        }
    }

    public func feedback(of trace: TraceID, project: ProjectID) async throws(StoreError) -> [Feedback] {
        try locked { state throws(StoreError) in
            guard Self.isThere(trace, project, state) else { return [] }
            let found = state.feedback[TraceKey(project: project, trace: trace)] ?? [:]
            return found.values.sorted { $0.place < $1.place }
        }
    }

    public func feedback(_ query: FeedbackQuery, project: ProjectID) async throws(StoreError) -> [Feedback] {
        try locked { state throws(StoreError) in
            let all = state.feedback.filter {
                $0.key.project == project && Self.isThere($0.key.trace, project, state)
            }
            let wanted = all.values.flatMap(\.values).filter { feedback in
                query.value.map { feedback.value == $0 } ?? (!query.hasValue || feedback.value != nil)
            }
            return Self.page(wanted, query.window, by: \.place)
        }
    }

    public func setFeedback(_ feedback: Feedback, keepingTags: Bool) async throws(StoreError) -> Feedback? {
        try locked { state throws(StoreError) in Self.set(feedback, keepingTags: keepingTags, &state) }
    }

    static func set(_ feedback: Feedback, keepingTags: Bool, _ state: inout State) -> Feedback? {
        let key = TraceKey(project: feedback.project, trace: feedback.span.trace)
        var feedback = feedback
        if keepingTags { feedback.tags = state.feedback[key]?[feedback.span.span]?.tags ?? [] }
        state.feedback[key, default: [:]][feedback.span.span] = feedback.isEmpty ? nil : feedback
        return feedback.isEmpty ? nil : feedback
    }

    public func clearFeedback(of span: SpanKey, project: ProjectID) async throws(StoreError) -> Bool {
        try locked { state throws(StoreError) in
            guard Self.isThere(span.trace, project, state) else { return false }
            let key = TraceKey(project: project, trace: span.trace)
            return state.feedback[key]?.removeValue(forKey: span.span) != nil
        }
    }

    /// What a window shows of a list in any order.
    static func page<Item>(
        _ items: [Item], _ window: CallWindow, by place: (Item) -> CallPlace
    ) -> [Item] {
        func isBefore(_ left: CallPlace, _ right: CallPlace) -> Bool {
            window.isAscending ? left < right : right < left
        }
        let shown = items.filter { item in
            let place = place(item)
            return window.after.map { isBefore($0, place) } ?? true
                && window.before.map { isBefore(place, $0) } ?? true
                && window.startedAfter.map { place.start > $0 } ?? true
                && window.startedBefore.map { place.start < $0 } ?? true
        }
        let sorted = shown.sorted { isBefore(place($0), place($1)) }
        let limit = min(max(window.limit, 0), StoreLimits.pageMax)
        let readsBack = window.before != nil && window.after == nil
        return Array(readsBack ? sorted.suffix(limit) : sorted.prefix(limit))
    }
}
