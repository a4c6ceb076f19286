import HindcastBytes
import HindcastJSON
import HindcastModel
import HindcastStore

/// A span read and archived; what is missing is its place in the tree.
struct PreparedSpan: Sendable {
    enum Messages: Sendable {
        /// Lists of the span's own, the output behind the input.
        case own(input: PathDraft, output: PathDraft)
        /// A stretch of a conversation: `seen` messages stood before the span, `told` after it.
        case stretch(of: Trunk, seen: Int, told: Int)
    }

    /// A conversation that all its spans share, so that it is interned once.
    final class Trunk: Sendable {
        let path: PathDraft
        init(_ path: PathDraft) { self.path = path }
    }

    let draft: SpanDraft
    let record: SpanRecord
    let messages: Messages
    let ropes: [PathDraft]

    /// - Parameter joined: how many log records and spans the reading rests on, when they are more than `logs`.
    init(
        _ draft: SpanDraft, logs: [LogDraft], joined: Int? = nil, project: ProjectID, normaliser: Normaliser
    ) {
        let evidence = SpanEvidence(draft, logs: logs, detail: .columns)
        let reading = normaliser.read(evidence)
        let archive = SpanArchive(
            draft, lists: evidence.lists, cuts: reading.inputMessages.cuts + reading.outputMessages.cuts,
            joinedLogs: joined ?? logs.count)
        let messages = Messages.own(
            input: PathDraft(reading.inputMessages), output: PathDraft(reading.outputMessages))
        self.init(draft, reading, messages, archive, project: project)
    }

    private init(
        _ draft: SpanDraft, _ reading: SpanReading, _ messages: Messages, _ archive: SpanArchive,
        project: ProjectID
    ) {
        var record = SpanRecord(draft, reading, project: project)
        record.body = archive.body
        self.draft = draft
        self.record = record
        self.messages = messages
        ropes = archive.paths
    }

    /// The run that a pushed conversation becomes.
    static func spans(of conversation: ConversationDraft, project: ProjectID) -> [PreparedSpan] {
        let trunk = Trunk(PathDraft(conversation.messages.map(\.message)))
        return ConversationPlan(conversation).steps.map { step in
            PreparedSpan(
                step.span, step.reading, .stretch(of: trunk, seen: step.seen, told: step.told),
                SpanArchive(step.span, joinedLogs: 0), project: project)
        }
    }

    /// Whether it was made from a pushed conversation; then log records have nothing to add, and reading it alone would
    /// not find its messages.
    var isPushed: Bool { if case .stretch = messages { true } else { false } }

    /// Puts the span into a batch with its paths.
    func add(to batch: inout TraceBatch, through interner: inout Interner) {
        var record = record
        switch messages {
        case .own(let input, let output):
            var end: Interner.End?
            if !input.keys.isEmpty {
                let found = interner.intern(input, project: record.project, into: &batch)
                record.input = found.node
                end = found
            }
            if !output.keys.isEmpty {
                record.output =
                    interner.intern(output, after: end, project: record.project, into: &batch).node
            }
        case .stretch(let trunk, let seen, let told):
            let ends = interner.intern(trunk, project: record.project, into: &batch)
            if seen > 0 { record.input = ends[seen] }
            if told > 0 { record.output = ends[told] }
        }
        record.ropes = ropes.map { interner.intern($0, project: record.project, into: &batch).node }
        record.contentsEnd = batch.contents.count
        batch.spans.append(record)
    }
}

extension PathDraft {
    /// Messages of a chat that are parsed already.
    init(_ messages: [JSON]) {
        let form = MessageForm.chat.rawValue
        self.init(
            kind: .message, keys: messages.map { RawHasher.hash($0.serialized().span, domain: form) },
            contents: { ChatShape.messages(messages[$0], default: .user).map { $0.canonical() } })
    }
}
