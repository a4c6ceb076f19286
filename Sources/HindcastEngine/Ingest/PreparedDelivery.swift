import HindcastModel
import HindcastStore

/// A delivery after the part of the work that needs no order: read by the conventions, archived, hashed. Made on the
/// request's own task, so that requests are prepared side by side.
struct PreparedDelivery: Sendable {
    let project: ProjectID
    let spans: [PreparedSpan]
    let logs: [LogDraft]
    let payloadBytes: Int

    init(_ delivery: Delivery, project: ProjectID, normaliser: Normaliser) {
        self.project = project
        spans = delivery.spans.map { PreparedSpan($0, logs: [], project: project, normaliser: normaliser) }
        logs = delivery.logs
        payloadBytes = delivery.payloadBytes
    }
}

/// A span read and archived; what is missing is its place in the tree.
struct PreparedSpan: Sendable {
    let draft: SpanDraft
    let record: SpanRecord
    let input: PathDraft
    let output: PathDraft
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
        var record = SpanRecord(draft, reading, project: project)
        record.body = archive.body
        self.draft = draft
        self.record = record
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
