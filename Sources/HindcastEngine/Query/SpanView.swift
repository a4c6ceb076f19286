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

/// A span as it was received, and as it was understood.
struct SpanDetails: Sendable {
    let draft: SpanDraft
    let reading: SpanReading
    let logs: [LogDraft]
}

extension TraceReader {
    /// Answers nil when the span is unknown to the project.
    public func span(
        _ id: SpanID, of traceID: TraceID, project: ProjectID
    ) async throws(StoreError) -> SpanView? {
        guard let trace = try await store.trace(traceID, project: project),
            let stored = try await store.span(id, of: traceID, project: project)
        else { return nil }
        let details = try await details(of: stored, trace: traceID, project: project)
        let reading = try await wholeReading(details.reading, of: stored.summary, details.draft)
        var newMessages: Int?
        if stored.summary.isModelCall {
            newMessages =
                try await steps(of: trace, project: project, spans: nil).step(of: id)?.newInput.count ?? 0
        }
        return SpanView(
            summary: stored.summary, draft: details.draft, reading: reading, logs: details.logs,
            newMessages: newMessages, input: reading.inputMessages.all(), output: reading.outputMessages.all()
        )
    }

    /// The reading with the messages of a pushed conversation, which only the tree has.
    func wholeReading(
        _ reading: SpanReading, of summary: SpanSummary, _ draft: SpanDraft
    ) async throws(StoreError) -> SpanReading {
        guard let part = PushedConversation.part(of: draft.attributes) else { return reading }
        var reading = reading
        let (input, output) = try await stretch(of: summary, part)
        reading.inputMessages = MessageList(input)
        reading.outputMessages = MessageList(output)
        if part == .tool { reading.tool?.result = output.first?.toolResults.first?.result }
        return reading
    }

    /// What was received of a span, with what the conventions make of it.
    func details(
        of stored: StoredSpan, trace: TraceID, project: ProjectID
    ) async throws(StoreError) -> SpanDetails {
        let draft = try await stored.restored(from: store, traceID: trace)
        let query = LogQuery(traceID: trace, spanID: stored.summary.id, limit: QueryLimits.logsMax)
        let logs = LogOrder.sorted(try await store.logs(query, project: project).compactMap(\.draft))
        return SpanDetails(draft: draft, reading: normaliser.read(draft, logs: logs), logs: logs)
    }

    /// The same of several spans of any traces, in their order: of their bodies what they share is read once.
    func details(
        of spans: [(trace: TraceID, span: StoredSpan)], project: ProjectID
    ) async throws(StoreError) -> [SpanDetails] {
        let drafts = try await StoredSpan.restored(spans, from: store)
        var logs: [SpanKey: [LogDraft]] = [:]
        for (trace, drafts) in Dictionary(grouping: drafts, by: \.traceID) {
            for log in try await self.logs(of: drafts.map(\.spanID), trace: trace, project: project) {
                guard let span = log.spanID else { continue }
                logs[SpanKey(trace: trace, span: span), default: []].append(log)
            }
        }
        return drafts.map { draft in
            let own = LogOrder.sorted(logs[SpanKey(trace: draft.traceID, span: draft.spanID)] ?? [])
            return SpanDetails(draft: draft, reading: normaliser.read(draft, logs: own), logs: own)
        }
    }

    /// At least the log records of some spans of a trace.
    private func logs(
        of spans: [SpanID], trace: TraceID, project: ProjectID
    ) async throws(StoreError) -> [LogDraft] {
        var query = LogQuery(traceID: trace, limit: QueryLimits.logsMax)
        var records = try await store.logs(query, project: project)
        // More than one answer holds: then each span asks for its own.
        if records.count >= QueryLimits.logsMax {
            records = []
            for span in spans {
                query.spanID = span
                records += try await store.logs(query, project: project)
            }
        }
        return records.compactMap(\.draft)
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
