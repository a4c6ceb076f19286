import HindcastBytes
import HindcastModel
import HindcastStore

/// One batch on its way into the tables. Phases run in the order of `perform`; each is in a file of its own.
final class Append {
    let batch: TraceBatch
    let writer: Writer
    let connection: Connection
    var packs: PackBuilder
    var totals: [Int64: Totals] = [:]

    /// The stored number of each content of the batch.
    var contentIDs: [Int64] = []
    /// Contents from here on came with the batch.
    let firstContent: Int64
    /// What the indexer will want of the new contents.
    private(set) var newTexts: [NewTexts.Text] = []
    /// The stored number of each node of the batch.
    var nodeIDs: [Int64] = []
    var newNodes: [NewNode] = []
    /// Changes to the reference counts of nodes that were stored before.
    var refs: [Int64: Int] = [:]
    var plans: [SpanPlan] = []
    var agents = AgentCounts()
    var works: [TraceKey: TraceWork] = [:]

    struct NewNode {
        let id: Int64
        let parent: Int64
        let content: Int64
        let depth: Int
        /// Whether its content came with the batch, and no earlier node or content of it is newer.
        let isBirth: Bool
        var refs: Int

        /// Whether it may stand in one run with the node that got its number before it.
        func follows(_ other: NewNode) -> Bool {
            isBirth && other.isBirth && parent == other.id && content == other.content + 1
        }
    }

    struct TraceKey: Hashable {
        let project: ProjectID
        let trace: TraceID
    }

    init(_ batch: TraceBatch, _ writer: Writer) {
        self.batch = batch
        self.writer = writer
        connection = writer.connection
        firstContent = writer.counters.nextContent
        packs = PackBuilder(
            first: writer.counters.nextContent, packBytesMax: writer.options.packBytesMax,
            level: writer.options.compressionLevel, codec: writer.codec)
    }

    func perform() throws(StoreError) -> AppendReceipt {
        writer.counters.sequence += 1
        try planSpans()
        try resolveContents()
        try resolveNodes()
        try writeSpans()
        try agents.write(connection)
        try writeNodes()
        try writeTraces()
        for records in batch.records { _ = try writer.push(records) }
        try CallIndex(writer).placeIfDue()
        try writeLogs()
        try writePacks()
        for (project, difference) in totals { try difference.add(to: project, connection) }
        let changes = plans.map { plan in
            SpanChange(
                project: plan.record.project, traceID: plan.record.traceID, spanID: plan.record.spanID,
                isNew: plan.replaced == nil)
        }
        return AppendReceipt(
            contents: contentIDs.map { ContentID($0) }, nodes: nodeIDs.map { NodeID($0) },
            sequence: writer.counters.sequence, changes: changes)
    }

    func nextContent() -> Int64 {
        defer { writer.counters.nextContent += 1 }
        return writer.counters.nextContent
    }

    private func resolveContents() throws(StoreError) {
        contentIDs.reserveCapacity(batch.contents.count)
        packs.reserve(
            batch.contents.reduce(0) { $0 + $1.bytes.count } + plans.reduce(0) { $0 + $1.record.body.count })
        let identities = batch.contents.map { Identity($0) }
        let sorted = try writer.identities.sorted(identities)
        var bodiesStored = 0
        for (index, draft) in batch.contents.enumerated() {
            // A body lies right behind the contents it repeats, where the pack's compression finds them.
            while bodiesStored < plans.count, plans[bodiesStored].record.contentsEnd <= index {
                storeBody(of: plans[bodiesStored])
                bodiesStored += 1
            }
            let identity = identities[index]
            if let known = sorted[index] ?? writer.identities.remembered(identity) {
                contentIDs.append(known)
                continue
            }
            let id = nextContent()
            writer.identities.add(identity, content: id)
            contentIDs.append(id)
            packs.add(draft.kind == .message ? .message : .slice, project: draft.project.value, draft.bytes)
            if draft.kind == .message {
                totals[draft.project.value, default: Totals()].messages += 1
                newTexts.append(
                    NewTexts.Text(content: id, project: draft.project.value, text: .message(draft.bytes)))
            }
        }
        for plan in plans[bodiesStored...] { storeBody(of: plan) }
    }

    private func storeBody(of plan: SpanPlan) {
        let record = plan.record
        let body = nextContent()
        plan.body = body
        if !record.text.isEmpty {
            newTexts.append(
                NewTexts.Text(content: body, project: record.project.value, text: .span(record.text)))
        }
        packs.add(
            .span, project: record.project.value, prefix: SpanBody.prefix(row: plan.row, text: record.text),
            record.body)
    }

    private func writePacks() throws(StoreError) {
        packs.seal()
        try PackTable(connection: connection).insert(packs.sealed)
    }
}
