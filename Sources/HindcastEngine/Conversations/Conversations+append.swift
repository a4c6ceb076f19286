public import HindcastJSON
public import HindcastModel
import HindcastStore

extension Conversations {
    /// A message that is to be added, with the time that decides its place.
    public typealias TimedMessage = (time: Timestamp, message: JSON)

    /// Adds messages by their times; remarks refer to the conversation as it is then. False when the trace is unknown
    /// or was not pushed.
    ///
    /// Remarks that are there already keep their messages: where each message of an earlier state is now follows from
    /// its arrival number, so they move with the commit that adds the messages.
    public func append(
        _ messages: [TimedMessage], annotations: [AnnotationDraft], to trace: TraceID, project: ProjectID,
        author: Author, payloadBytes: Int
    ) async throws(ConversationError) -> Bool {
        let key = TraceTurn(project: project, trace: trace)
        await turns.begin(key)
        let result: Result<Bool, ConversationError>
        do throws(ConversationError) {
            result = .success(
                try await add(
                    messages, annotations, to: trace, project: project, author: author,
                    payloadBytes: payloadBytes))
        } catch {
            result = .failure(error)
        }
        await turns.end(key)
        return try result.get()
    }

    private func add(
        _ messages: [TimedMessage], _ annotations: [AnnotationDraft], to trace: TraceID, project: ProjectID,
        author: Author, payloadBytes: Int
    ) async throws(ConversationError) -> Bool {
        do {
            guard let content = try await content(of: trace, project: project),
                let revision = content.revision,
                let conversation = try await records.conversation(of: trace, project: project)
            else { return false }
            let images = ImageExtraction(messages.map(\.message))
            let merge = ConversationMerge(
                content.arrivals, created: conversation.created,
                adding: zip(messages, images.messages).map { (time: $0.time, message: $1) })
            var draft = ConversationDraft(
                traceID: trace, name: content.trace.name, origin: content.origin,
                created: conversation.created,
                messages: merge.messages)
            draft.metadata = content.metadata
            draft.images = content.images + images.found.filter { !content.images.contains($0) }
            draft.revision = revision + 1
            draft.unchangedCount = merge.unchangedCount
            let now = time.now
            try await forgetUnfinished(content, project: project)
            var records = PushRecords(project: project)
            records.grown = [trace: now]
            let remarks = AnnotationPlacing(
                annotations, in: draft, project: project, author: author, time: now)
            records.annotations = remarks.annotations
            records.feedback = remarks.feedback
            _ = try await self.records.push(records)
            try await sink.record(
                [draft], records: nil, project: project, payloadBytes: payloadBytes)
            return true
        } catch {
            throw ConversationError(error)
        }
    }

    /// Deletes remarks of an earlier attempt whose messages never came.
    private func forgetUnfinished(_ content: ConversationContent, project: ProjectID) async throws(StoreError)
    {
        for annotation in try await records.annotations(of: content.trace.id, project: project) {
            if let basis = annotation.basis, basis > content.entries.count {
                _ = try await records.deleteAnnotation(annotation.id, project: project)
            }
        }
    }
}

extension ConversationContent {
    var arrivals: [ConversationDraft.Arrival] {
        entries.map { ConversationDraft.Arrival(number: $0.arrival, message: $0.message) }
    }
}
