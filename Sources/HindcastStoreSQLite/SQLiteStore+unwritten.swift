public import HindcastModel
public import HindcastStore

extension SQLiteStore {
    private var missing: StoreError { .engine("This part of the engine is written in the next commit.") }
    public func insertAnnotations(_ annotations: [Annotation]) async throws(StoreError) { throw missing }
    public func annotations(of trace: TraceID, project: ProjectID) async throws(StoreError) -> [Annotation] {
        throw missing
    }
    public func annotation(_ id: RecordID, project: ProjectID) async throws(StoreError) -> Annotation? {
        throw missing
    }
    public func annotationCounts(of traces: [TraceID], project: ProjectID) async throws(StoreError)
        -> [TraceID: [String?: Int]]
    { throw missing }
    public func updateAnnotation(
        _ id: RecordID, project: ProjectID, _ change: @escaping @Sendable (inout Annotation) -> Void
    ) async throws(StoreError) -> Annotation? { throw missing }
    public func replaceAnnotations(_ annotations: [Annotation]) async throws(StoreError) { throw missing }
    public func replaceAnnotations(
        of trace: TraceID, source: String?, keeping statuses: Set<String>, with annotations: [Annotation],
        project: ProjectID
    ) async throws(StoreError) -> ReplacementReceipt { throw missing }
    public func deleteAnnotation(_ id: RecordID, project: ProjectID) async throws(StoreError) -> Bool {
        throw missing
    }
    public func feedback(of span: SpanKey, project: ProjectID) async throws(StoreError) -> Feedback? {
        throw missing
    }
    public func feedback(of spans: [SpanKey], project: ProjectID) async throws(StoreError) -> [SpanKey:
        Feedback]
    { throw missing }
    public func feedback(of trace: TraceID, project: ProjectID) async throws(StoreError) -> [Feedback] {
        throw missing
    }
    public func feedback(_ query: FeedbackQuery, project: ProjectID) async throws(StoreError) -> [Feedback] {
        throw missing
    }
    public func setFeedback(_ feedback: Feedback, keepingTags: Bool) async throws(StoreError) -> Feedback? {
        throw missing
    }
    public func clearFeedback(of span: SpanKey, project: ProjectID) async throws(StoreError) -> Bool {
        throw missing
    }
    public func push(_ records: PushRecords) async throws(StoreError) -> PushReceipt { throw missing }
    public func conversation(of trace: TraceID, project: ProjectID) async throws(StoreError) -> Conversation?
    { throw missing }
    public func conversations(of traces: [TraceID], project: ProjectID) async throws(StoreError) -> [TraceID:
        Conversation]
    { throw missing }
    public func conversations(_ query: ConversationQuery, project: ProjectID) async throws(StoreError)
        -> [Conversation]
    { throw missing }
    public func snippets(owner: String?, limit: Int, cursor: String?, project: ProjectID)
        async throws(StoreError) -> Page<Conversation>
    { throw missing }
    public func conversationCounts(of datasets: [RecordID], project: ProjectID) async throws(StoreError)
        -> [RecordID: Int]
    { throw missing }
    public func insertDataset(_ dataset: Dataset) async throws(StoreError) -> Bool { throw missing }
    public func dataset(_ id: RecordID, project: ProjectID) async throws(StoreError) -> Dataset? {
        throw missing
    }
    public func dataset(named name: String, owner: String, project: ProjectID) async throws(StoreError)
        -> Dataset?
    { throw missing }
    public func datasets(_ query: DatasetQuery, project: ProjectID) async throws(StoreError) -> Page<Dataset>
    { throw missing }
    public func updateDataset(
        _ id: RecordID, project: ProjectID, _ change: @escaping @Sendable (inout Dataset) -> Void
    ) async throws(StoreError) -> Dataset? { throw missing }
    public func deleteDataset(_ id: RecordID, project: ProjectID) async throws(StoreError) -> Bool {
        throw missing
    }
    public func insertSavedQuery(_ query: SavedQuery, dataset: RecordID, project: ProjectID)
        async throws(StoreError) -> Bool
    { throw missing }
    public func dataset(ofQuery id: RecordID, project: ProjectID) async throws(StoreError) -> Dataset? {
        throw missing
    }
    public func deleteSavedQuery(_ id: RecordID, project: ProjectID) async throws(StoreError) -> Bool {
        throw missing
    }
    public func setShare(_ share: Share) async throws(StoreError) { throw missing }
    public func share(of trace: TraceID, project: ProjectID) async throws(StoreError) -> Share? {
        throw missing
    }
    public func share(token: String) async throws(StoreError) -> Share? { throw missing }
    public func deleteShare(of trace: TraceID, project: ProjectID) async throws(StoreError) -> Bool {
        throw missing
    }
    public func traces(in ids: ClosedRange<TraceID>, project: ProjectID, limit: Int) async throws(StoreError)
        -> [TraceID]
    { throw missing }
    public func calls(_ query: CallQuery, project: ProjectID) async throws(StoreError) -> [CallSummary] {
        throw missing
    }
    public func agents(project: ProjectID) async throws(StoreError) -> [AgentSummary] { throw missing }
}
