public import HindcastModel

/// What people think of model calls; one for each call.
public protocol FeedbackRecords: Sendable {
    func feedback(of span: SpanKey, project: ProjectID) async throws(StoreError) -> Feedback?

    /// Of several spans at once; spans without any are left out.
    func feedback(of spans: [SpanKey], project: ProjectID) async throws(StoreError) -> [SpanKey: Feedback]

    /// Of all calls of a trace, in their order.
    func feedback(of trace: TraceID, project: ProjectID) async throws(StoreError) -> [Feedback]

    /// A page of a project's feedback, in the order of the calls.
    func feedback(_ query: FeedbackQuery, project: ProjectID) async throws(StoreError) -> [Feedback]

    /// Puts a feedback in the place of whatever the call had. One that tells nothing is not stored.
    /// - Parameter keepingTags: the stored tags stay, those of `feedback` do not count.
    /// - Returns: the feedback as it is now; nil when there is none.
    @discardableResult
    func setFeedback(_ feedback: Feedback, keepingTags: Bool) async throws(StoreError) -> Feedback?

    /// False when there was none.
    func clearFeedback(of span: SpanKey, project: ProjectID) async throws(StoreError) -> Bool
}
