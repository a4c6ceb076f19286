import HindcastJSON
import HindcastModel

/// Remarks on their way to disk: put into canonical form, resolved, and thumbs at answers told apart.
struct AnnotationPlacing {
    private(set) var annotations: [Annotation] = []
    private(set) var feedback: [Feedback] = []

    /// On a conversation that is just being recorded.
    init(
        _ drafts: [AnnotationDraft], in conversation: ConversationDraft, project: ProjectID, author: Author,
        time: Timestamp
    ) {
        guard !drafts.isEmpty else { return }
        var whole = conversation
        whole.unchangedCount = 0
        let calls = ConversationPlan(whole).steps.filter { $0.part == .call }
        let starts = Dictionary(calls.map { ($0.seen, $0) }) { first, _ in first }
        let document: JSON = [Address.messagesKey: .array(conversation.messages.map(\.message))]
        for draft in drafts {
            if let value = Thumb.value(of: draft.content), let index = Address(draft.address)?.messageIndex,
                let call = starts[index]
            {
                let key = SpanKey(trace: conversation.traceID, span: call.id)
                feedback.append(
                    Feedback(
                        project: project, span: key, callStart: call.start, value: value, author: author,
                        updated: time))
            } else {
                annotations.append(
                    Annotation(
                        draft, on: conversation.traceID, in: document, count: conversation.messages.count,
                        project: project, author: author, time: time))
            }
        }
    }
}

extension Annotation {
    /// - Parameter count: how many messages the run has; nil for one that cannot be added to.
    init(
        _ draft: AnnotationDraft, on trace: TraceID, in document: JSON, count: Int?, project: ProjectID,
        author: Author,
        time: Timestamp
    ) {
        let address = Address(draft.address)
        self.init(
            id: .random(), project: project, trace: trace, address: address?.description ?? draft.address,
            content: draft.content, author: author, created: time)
        originalAddress = draft.address
        extras = draft.extras
        basis = count
        isResolved = address?.resolved(in: document) != nil
    }
}
