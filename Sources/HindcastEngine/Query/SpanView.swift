public import HindcastModel
public import HindcastStore

/// Everything that is known of one span.
public struct SpanView: Sendable {
    public let summary: SpanSummary
    /// As it was received.
    public let draft: SpanDraft
    /// What the conventions make of it.
    public let reading: SpanReading
    public let logs: [LogDraft]
    /// What was new at a model call; nil for any other span.
    public let newMessages: Int?
    public let input: [Message]
    public let output: [Message]
}

extension TraceReader {
    /// Answers nil when the span is unknown to the project.
    public func span(
        _ id: SpanID, of traceID: TraceID, project: ProjectID
    ) async throws(StoreError) -> SpanView? {
        guard let trace = try await store.trace(traceID, project: project),
            let stored = try await store.span(id, of: traceID, project: project)
        else { return nil }
        let draft = try await stored.restored(from: store, traceID: traceID)
        let query = LogQuery(traceID: traceID, spanID: id, limit: QueryLimits.logsMax)
        let logs = LogOrder.sorted(try await store.logs(query, project: project).compactMap(\.draft))
        var reading = normaliser.read(draft, logs: logs)
        var input = reading.inputMessages.all()
        var output = reading.outputMessages.all()
        if let part = PushedConversation.part(of: draft.attributes) {
            (input, output) = try await stretch(of: stored.summary, part)
            if part == .tool { reading.tool?.result = output.first?.toolResults.first?.result }
        }
        var newMessages: Int?
        if stored.summary.isModelCall {
            newMessages =
                try await steps(of: trace, project: project, spans: nil).step(of: id)?.newInput.count ?? 0
        }
        return SpanView(
            summary: stored.summary, draft: draft, reading: reading, logs: logs, newMessages: newMessages,
            input: input, output: output)
    }

    /// The log records of a trace, by time, then by the sender's own sequence. Nil when the trace is unknown and has
    /// no records either.
    public func logs(of id: TraceID, project: ProjectID) async throws(StoreError) -> [LogDraft]? {
        let query = LogQuery(traceID: id, limit: QueryLimits.logsMax)
        let records = try await store.logs(query, project: project)
        if records.isEmpty, try await store.trace(id, project: project) == nil { return nil }
        return LogOrder.sorted(records.compactMap(\.draft))
    }
}
