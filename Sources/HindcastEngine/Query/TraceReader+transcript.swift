import HindcastJSON
public import HindcastModel
public import HindcastStore

extension TraceReader {
    /// A page of the run as a conversation. Nil when the trace is unknown to the project.
    /// - Throws: `StoreError.badCursor` for a cursor that this method did not give.
    public func transcript(
        of id: TraceID, project: ProjectID, cursor: String?, limit: Int = QueryLimits.transcriptPageDefault
    ) async throws(StoreError) -> Transcript? {
        guard let trace = try await store.trace(id, project: project) else { return nil }
        let first = try Self.position(cursor)
        let spans = try await store.spans(of: id, project: project, window: nil)
        let plan = TranscriptPlan(
            spans: spans, steps: try await steps(of: trace, project: project, spans: spans))
        let count = min(max(1, limit), QueryLimits.transcriptPageMax)
        let start = min(first, plan.entries.count)
        let end = min(start + count, plan.entries.count)
        let page = plan.entries[start..<end]
        let context = plan.entries[start..<min(end + QueryLimits.toolLookAheadEntries, plan.entries.count)]
        let messages = try await messages(of: context)
        let tools = try await toolMessages(of: page.compactMap(\.toolSpan), project: project, trace: id)
        let known = KnownResults(messages.values)
        let items = page.compactMap { entry -> TranscriptItem? in
            switch entry.source {
            case .content(let content): TranscriptItem(entry, messages[content])
            case .silence: TranscriptItem(entry, nil)
            case .tool(let span):
                if let message = tools[span.id], !known.contains(message) {
                    TranscriptItem(entry, message)
                } else {
                    nil
                }
            }
        }
        return Transcript(items: items, next: end < plan.entries.count ? "i\(end)" : nil)
    }

    private static func position(_ cursor: String?) throws(StoreError) -> Int {
        guard let cursor else { return 0 }
        guard cursor.hasPrefix("i"), let position = Int(cursor.dropFirst()), position >= 0 else {
            throw .badCursor(
                "The cursor \"\(cursor.prefix(40))\" is not one this list gave; start without a cursor.")
        }
        return position
    }

    private func messages(of entries: ArraySlice<TranscriptPlan.Entry>) async throws(StoreError)
        -> [ContentID: Message]
    {
        var wanted: Set<ContentID> = []
        for entry in entries { if case .content(let id) = entry.source { wanted.insert(id) } }
        if wanted.isEmpty { return [:] }
        return try await store.contents(Array(wanted)).compactMapValues(Message.init(canonical:))
    }

    /// The results of tool spans as messages: from the tree where the span has a path, else from its body.
    func toolMessages(
        of spans: [SpanID], project: ProjectID, trace: TraceID
    ) async throws(StoreError) -> [SpanID: Message] {
        if spans.isEmpty { return [:] }
        var found: [SpanID: Message] = [:]
        let stored = try await store.storedSpans(spans, of: trace, project: project)
        let drafts = try await StoredSpan.restored(stored, from: store, traceID: trace)
        for (stored, draft) in zip(stored, drafts) {
            let reading = normaliser.read(draft, logs: [])
            let tool = reading.tool
            let result = tool?.result ?? reading.output ?? reading.errorMessage.map { JSON.string($0) }
            guard let result else { continue }
            let part = Part.toolResult(
                ToolResult(
                    id: tool?.callID, name: tool?.name, result: result,
                    isError: stored.summary.status == .error))
            found[stored.summary.id] = Message(role: .tool, parts: [part])
        }
        return found
    }
}

extension TranscriptPlan.Entry {
    fileprivate var toolSpan: SpanID? {
        if case .tool(let span) = source { span.id } else { nil }
    }
}

/// Tool results that the conversation itself tells.
private struct KnownResults {
    private var ids: Set<String> = []
    private var texts: Set<String> = []

    init(_ messages: some Sequence<Message>) {
        for result in messages.flatMap(\.toolResults) {
            if let id = result.id { ids.insert(id) }
            texts.insert(result.plainText)
        }
    }

    func contains(_ message: Message) -> Bool {
        message.toolResults.contains { result in
            result.id.map(ids.contains) ?? false || texts.contains(result.plainText)
        }
    }
}

extension TranscriptItem {
    fileprivate init(_ entry: TranscriptPlan.Entry, _ message: Message?) {
        self.init(
            span: entry.span.id, spanName: entry.span.name, kind: entry.span.kind,
            agentName: entry.span.agentName,
            // What no call of a pushed conversation has seen is told by its root, at its end.
            time: entry.side == .input && entry.span.isModelCall ? entry.span.start : entry.span.end,
            status: entry.span.status,
            side: entry.side, origin: entry.origin, branchOf: entry.branchOf, copiedCount: entry.copiedCount,
            knownCount: entry.knownCount, message: message)
    }
}
