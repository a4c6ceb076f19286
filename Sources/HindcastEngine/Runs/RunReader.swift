public import HindcastModel
public import HindcastStore

/// Tells recorded traces as runs of agents and their steps, whichever door they came through: what Letta's clients ask
/// for. A step is a model call that counts.
public struct RunReader: Sendable {
    let reader: TraceReader
    let feedback: any FeedbackRecords
    let time: any TimeSource
    private let shapes = TraceCache<RunShape>()
    private let conversations = TraceCache<StepConversation>()

    var store: any TraceStore { reader.store }

    public init(reader: TraceReader, feedback: any FeedbackRecords, time: any TimeSource) {
        self.reader = reader
        self.feedback = feedback
        self.time = time
    }

    /// A trace with its runs. Nil when unknown to the project.
    func context(of id: TraceID, project: ProjectID) async throws(StoreError) -> TraceContext? {
        guard let trace = try await store.trace(id, project: project) else { return nil }
        let key = TraceCache<RunShape>.Key(project: project, trace: id, sequence: trace.sequence)
        let isLarge = trace.spanCount >= QueryLimits.cachedStepsSpansMin
        if isLarge, let shape = shapes.find(key) { return TraceContext(trace: trace, shape: shape) }
        let shape = RunShape(try await store.spans(of: id, project: project, window: nil))
        if isLarge { shapes.insert(shape, for: key) }
        return TraceContext(trace: trace, shape: shape)
    }

    /// Which message belongs to which step of a trace.
    func conversation(
        of context: TraceContext, project: ProjectID
    ) async throws(StoreError) -> StepConversation {
        let trace = context.trace
        let key = TraceCache<StepConversation>.Key(
            project: project, trace: trace.id, sequence: trace.sequence)
        let isLarge = trace.spanCount >= QueryLimits.cachedStepsSpansMin
        if isLarge, let found = conversations.find(key) { return found }
        let steps = try await reader.steps(of: trace, project: project, spans: nil)
        let conversation = StepConversation(steps, shape: context.shape)
        if isLarge { conversations.insert(conversation, for: key) }
        return conversation
    }
}
