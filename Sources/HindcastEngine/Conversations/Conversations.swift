public import HindcastModel
public import HindcastStore

/// Message lists as runs: pushed, added to, and read back, whichever door recorded them.
public struct Conversations: Sendable {
    public let reader: TraceReader
    public let records: any RecordStore
    let sink: any ConversationSink
    let time: any TimeSource
    let turns = Turns<TraceTurn>()

    /// - Parameter sink: in a server the recorder, the only writer of spans.
    public init(
        reader: TraceReader, records: any RecordStore, sink: any ConversationSink, time: any TimeSource
    ) {
        self.reader = reader
        self.records = records
        self.sink = sink
        self.time = time
    }

    /// Stores all lists of a push with their annotations, or nothing.
    ///
    /// Records go first, in one transaction, then the spans in one commit. Records show only together with their trace,
    /// so whatever happens between the two, a reader sees all of the push or none of it.
    public func push(
        _ push: ConversationPush, project: ProjectID
    ) async throws(ConversationError) -> PushReceipt {
        let now = time.now
        var records = PushRecords(project: project)
        records.dataset = push.dataset
        records.requiresEmptyDataset = push.requiresEmptyDataset
        var drafts: [ConversationDraft] = []
        for item in push.items {
            let images = ImageExtraction(item.messages)
            var draft = ConversationDraft(
                traceID: TraceID.random(), name: item.name ?? "", origin: push.origin, created: now,
                messages: images.messages.enumerated().map { .init(number: $0, message: $1) })
            draft.metadata = item.metadata
            draft.images = images.found
            let remarks = AnnotationPlacing(
                item.annotations, in: draft, project: project, author: push.author, time: now)
            records.annotations += remarks.annotations
            records.feedback += remarks.feedback
            records.conversations.append(
                Conversation(
                    project: project, trace: draft.traceID, dataset: push.dataset?.id, index: item.index,
                    author: push.author, created: now))
            drafts.append(draft)
        }
        do {
            let receipt = try await self.records.push(records)
            for (index, conversation) in receipt.conversations.enumerated() where drafts[index].name.isEmpty {
                drafts[index].name = "Run \(conversation.index ?? 0)"
            }
            try await sink.record(
                drafts, records: nil, project: project, payloadBytes: push.payloadBytes)
            return receipt
        } catch {
            throw ConversationError(error)
        }
    }
}

extension ConversationError {
    init(_ error: any Error) {
        switch error {
        case let error as StoreError: self = .store(error)
        case let error as IngestError: self = .ingest(error)
        case let error as ConversationError: self = error
        default: self = .store(.engine("\(error)"))
        }
    }
}
