import HindcastBytes
import HindcastJSON
import HindcastModel
import HindcastStore

/// A span read and archived; what is missing is its place in the tree. A class: it goes through several hands, and each
/// copy of its many parts would count them all.
final class PreparedSpan: Sendable {
    let draft: SpanDraft
    let record: SpanRecord
    private let input: PathDraft
    /// Behind the input.
    private let output: PathDraft
    private let ropes: [PathDraft]

    /// - Parameter joined: how many log records and spans the reading rests on, when they are more than `logs`.
    init(
        _ draft: SpanDraft, logs: [LogDraft], joined: Int? = nil, project: ProjectID, normaliser: Normaliser
    ) {
        let evidence = SpanEvidence(draft, logs: logs, detail: .columns)
        let reading = normaliser.read(evidence)
        let archive = SpanArchive(
            draft, lists: evidence.lists, cuts: reading.inputMessages.cuts + reading.outputMessages.cuts,
            joinedLogs: joined ?? logs.count)
        record = SpanRecord(draft, reading, body: archive.body, project: project)
        self.draft = draft
        input = PathDraft(reading.inputMessages)
        output = PathDraft(reading.outputMessages)
        ropes = archive.paths
    }

    /// Puts the span into a batch with its paths.
    func add(to batch: inout TraceBatch, through interner: inout Interner) {
        var record = record
        var end: Interner.End?
        if !input.keys.isEmpty {
            let found = interner.intern(input, project: record.project, into: &batch)
            record.input = found.node
            end = found
        }
        if !output.keys.isEmpty {
            record.output = interner.intern(output, after: end, project: record.project, into: &batch).node
        }
        record.ropes = ropes.map { interner.intern($0, project: record.project, into: &batch).node }
        record.contentsEnd = batch.contents.count
        batch.spans.append(record)
    }
}
