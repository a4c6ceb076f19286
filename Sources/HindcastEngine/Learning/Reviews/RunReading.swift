import HindcastJSON
import HindcastModel
import HindcastStore

/// Reads a run of any door as an attempt at a task.
struct RunReading: Sendable {
    /// Spans name the memories that they were given by these, as a list or as text with commas.
    static let memoriesKey = "hindcast.memory.ids"
    static let usedKey = "hindcast.memory.used"
    /// As Reflect names them in metadata.
    static let retrievedKey = "retrieved_memory_ids"

    /// A run with what a review needs of it.
    struct Reading: Sendable {
        var attempt: Attempt
        /// Whether the attempt follows from the run, and is not stored.
        var isDerived: Bool
        var content: ConversationContent
        var evidence: RunEvidence
    }

    let conversations: Conversations
    private var reader: TraceReader { conversations.reader }

    /// Nil when the trace is unknown.
    func read(
        _ trace: TraceID, project: ProjectID, stored: Attempt?
    ) async throws(StoreError) -> Reading? {
        guard let content = try await conversations.content(of: trace, project: project) else { return nil }
        var evidence = RunEvidence(content.messages)
        var spans: [SpanDraft] = []
        if content.revision == nil, stored == nil || evidence.tools.isEmpty || evidence.errors.isEmpty {
            spans = try await self.spans(of: trace, project: project)
            for span in spans { evidence.add(span, reader.normaliser.read(span)) }
        }
        let attempt = stored ?? derived(content, evidence, spans, project: project)
        return Reading(attempt: attempt, isDerived: stored == nil, content: content, evidence: evidence)
    }

    /// The beginning of the run; a review does not wait for a hundred thousand spans.
    private func spans(of trace: TraceID, project: ProjectID) async throws(StoreError) -> [SpanDraft] {
        let window = 0..<LearningLimits.searchedSpansMax
        let summaries = try await reader.store.spans(of: trace, project: project, window: window)
        let stored = try await reader.store.storedSpans(summaries.map(\.id), of: trace, project: project)
        let drafts = try await StoredSpan.restored(stored, from: reader.store, traceID: trace)
        return drafts.sorted { ($0.start, $0.spanID.value) < ($1.start, $1.spanID.value) }
    }

    private func derived(
        _ content: ConversationContent, _ evidence: RunEvidence, _ spans: [SpanDraft], project: ProjectID
    ) -> Attempt {
        let root = spans.first { $0.parentID == nil } ?? spans.first
        let input = root.flatMap { reader.normaliser.read($0).input }.map { $0.stringValue ?? $0.text }
        let task = [evidence.task, input, content.trace.name].compactMap(\.self).first { !$0.isEmpty } ?? ""
        var attempt = Attempt(
            project: project, trace: content.trace.id,
            task: task.clipped(bytesMax: LearningLimits.taskBytesMax), created: content.trace.start)
        attempt.finalResponse = evidence.finalResponse
        attempt.model = content.metadata["model"]?.stringValue
        let metadata = content.metadata
        var given = [metadata[Self.memoriesKey], metadata[Self.retrievedKey]]
        var used = [metadata[Self.usedKey]]
        for span in spans {
            given.append(span.attributes.json(Self.memoriesKey))
            used.append(span.attributes.json(Self.usedKey))
        }
        attempt.memories = Self.names(given)
        attempt.used = used.contains { $0 != nil } ? Self.names(used) : nil
        return attempt
    }

    /// Each once, in the order of their first mention.
    static func names(_ values: [JSON?]) -> [String] {
        var known: Set<String> = []
        let all = values.flatMap { value -> [String] in
            if let list = value?.arrayValue { return list.compactMap(\.stringValue) }
            return value?.stringValue?.split { $0 == "," || $0 == " " }.map(String.init) ?? []
        }
        return Array(all.filter { known.insert($0).inserted }.prefix(LearningLimits.namedMemoriesMax))
    }
}

extension RunEvidence {
    /// What a span tells beside its messages.
    fileprivate mutating func add(_ span: SpanDraft, _ reading: SpanReading) {
        if reading.kind == .tool { add(tool: reading.tool?.name ?? span.name) }
        if span.status == .error, let message = reading.errorMessage ?? span.statusMessage {
            add(error: message)
        }
    }
}
