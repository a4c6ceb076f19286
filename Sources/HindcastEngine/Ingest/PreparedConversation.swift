import HindcastBytes
import HindcastJSON
import HindcastModel
import HindcastStore

/// A pushed conversation as it will be stored: its messages as one path, and the spans that lie along it. What is
/// missing is their place in the tree.
struct PreparedConversation: Sendable {
    private let project: ProjectID
    private let draft: ConversationDraft
    private let plan: ConversationPlan
    private let messages: PathDraft
    /// One for each step of the plan.
    private let archives: [SpanArchive]

    var spanCount: Int { plan.steps.count }

    init(_ draft: ConversationDraft, project: ProjectID) {
        self.project = project
        self.draft = draft
        let lines = MessageLines(draft.messages.map(\.message))
        messages = PathDraft(lines)
        let plan = ConversationPlan(draft)
        self.plan = plan
        let archive = ConversationArchive(draft, model: plan.model, lines: lines)
        archives = plan.steps.map { archive[$0] }
    }

    /// Puts the messages, then the spans into a batch.
    func add(to batch: inout TraceBatch, through interner: inout Interner) {
        let ends = interner.internEach(messages, project: project, into: &batch)
        for (step, archive) in zip(plan.steps, archives) {
            var record = SpanRecord(step, of: plan, draft, body: archive.body, project: project)
            if step.seen > 0 { record.input = ends[step.seen] }
            if step.told > 0 { record.output = ends[step.told] }
            record.ropes = archive.paths.map { interner.intern($0, project: project, into: &batch).node }
            record.contentsEnd = batch.contents.count
            batch.spans.append(record)
        }
    }
}

extension SpanRecord {
    /// The columns of a span of a pushed conversation.
    fileprivate init(
        _ step: ConversationPlan.Step, of plan: ConversationPlan, _ draft: ConversationDraft, body: [UInt8],
        project: ProjectID
    ) {
        self.init(
            project: project, traceID: draft.traceID, spanID: step.id, kind: step.part.kind, name: step.name,
            start: step.start, end: step.end)
        self.body = body
        // What a step says stands in its messages, and its name says nothing: only the run has a text.
        switch step.part {
        case .run:
            metadata = draft.metadata
            text = step.name
        case .call:
            parentID = plan.root
            model = plan.model
        case .tool: parentID = plan.root
        }
    }
}

extension PathDraft {
    /// Messages of a chat that are parsed already.
    fileprivate init(_ lines: MessageLines) {
        let form = MessageForm.chat.rawValue
        self.init(
            kind: .message,
            keys: lines.ranges.map { RawHasher.hash(lines.bytes.span.extracting($0), domain: form) },
            contents: { index in
                if let plain = lines.plainCanonical(index) { return [plain] }
                return ChatShape.messages(lines.messages[index], default: .user).map { $0.canonical() }
            })
    }
}
