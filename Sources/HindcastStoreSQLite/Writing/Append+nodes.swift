import HindcastModel
import HindcastStore

extension Append {
    /// Nodes of one run: its counts are written anew when another path branches off, and should fit a page.
    private static let runMax = 1024

    /// Gives every node of the batch its number without writing it: the counts are not known yet.
    func resolveNodes() throws(StoreError) {
        nodeIDs.reserveCapacity(batch.nodes.count)
        var inBatch = BatchEdges(contents: firstContent..<writer.counters.nextContent)
        let firstNew = writer.counters.nextNode
        var owners = projectsOfNodes()
        var stored = NodeReader(connection)
        for (index, draft) in batch.nodes.enumerated() {
            let parent = try id(of: draft.parent, before: index)
            let content = try id(of: draft.content)
            if let known = inBatch.node(behind: parent, holding: content) {
                nodeIDs.append(known)
                continue
            }
            let isFresh = parent >= firstNew || content >= firstContent
            if !isFresh, let known = try stored.child(of: parent, holding: content) {
                inBatch.add(known, behind: parent, holding: content)
                nodeIDs.append(known)
                continue
            }
            let depth = try depth(of: parent, firstNew: firstNew, &stored) + 1
            if content < firstContent { try requireAlive(content: content, of: draft.content) }
            let id = writer.counters.nextNode
            writer.counters.nextNode += 1
            let isBirth = inBatch.add(id, behind: parent, holding: content)
            newNodes.append(
                NewNode(id: id, parent: parent, content: content, depth: depth, isBirth: isBirth, refs: 0))
            nodeIDs.append(id)
            addReference(to: parent, 1)
            if owners[index] == nil, case .batch(let content) = draft.content {
                owners[index] = batch.contents[content].project
            }
            totals[owners[index]?.value ?? 0, default: Totals()].nodes += 1
        }
        for plan in plans { try countReferences(of: plan) }
    }

    /// Adds to the count of a node, new or stored. The root is not stored and not counted.
    func addReference(to node: Int64, _ count: Int) {
        guard node != NodeID.root.value else { return }
        if let first = newNodes.first?.id, node >= first {
            newNodes[Int(node - first)].refs += count
        } else {
            refs[node, default: 0] += count
        }
    }

    private func countReferences(of plan: SpanPlan) throws(StoreError) {
        let record = plan.record
        plan.input = try record.input.map { reference throws(StoreError) in try id(of: reference) }
        plan.output = try record.output.map { reference throws(StoreError) in try id(of: reference) }
        for rope in record.ropes { plan.ropes.append(try id(of: rope)) }
        if let node = plan.input { addReference(to: node, 1) }
        if let node = plan.output { addReference(to: node, 1) }
        for node in plan.ropes { addReference(to: node, 1) }
        if let old = plan.replaced {
            for node in old.references { addReference(to: node, -1) }
        }
    }

    func id(of reference: NodeReference, before limit: Int = .max) throws(StoreError) -> Int64 {
        switch reference {
        case .stored(let id): return id.value
        case .batch(let index):
            guard index >= 0, index < min(limit, nodeIDs.count) else {
                throw .engine(
                    "A batch refers to its node \(index), which does not stand before the reference.")
            }
            return nodeIDs[index]
        }
    }

    private func id(of reference: ContentReference) throws(StoreError) -> Int64 {
        switch reference {
        case .stored(let id): return id.value
        case .batch(let index):
            guard contentIDs.indices.contains(index) else {
                throw .engine("A batch refers to its content \(index), which it does not have.")
            }
            return contentIDs[index]
        }
    }

    private func depth(
        of parent: Int64, firstNew: Int64, _ stored: inout NodeReader
    ) throws(StoreError) -> Int {
        if parent == NodeID.root.value { return 0 }
        if parent >= firstNew, parent - firstNew < Int64(newNodes.count) {
            return newNodes[Int(parent - firstNew)].depth
        }
        guard let run = try stored.run(holding: parent) else { throw StoreError.staleReference }
        return Int(run.depth(of: parent))
    }

    /// A content that was found by its identity lives; one named by number may have been deleted meanwhile.
    private func requireAlive(content: Int64, of reference: ContentReference) throws(StoreError) {
        guard case .stored = reference else { return }
        if try !NodeReader(connection).nodes(of: content, limit: 1).isEmpty { return }
        let dead = try connection.statement("SELECT 1 FROM dead WHERE content = ?1")
        dead.bind(1, content)
        defer { dead.reset() }
        let isDead = try dead.step()
        let kind = try writer.packs.pack(holding: content)?.entry(content)?.kind
        guard !isDead, kind == .message || kind == .slice else {
            throw StoreError.staleReference
        }
    }

    /// Whose statistics a node counts for: those of the spans that lead to it.
    private func projectsOfNodes() -> [ProjectID?] {
        var owners = [ProjectID?](repeating: nil, count: batch.nodes.count)
        func mark(_ end: NodeReference?, _ project: ProjectID) {
            var next = end
            while case .batch(let index)? = next, owners.indices.contains(index), owners[index] == nil {
                owners[index] = project
                next = batch.nodes[index].parent
            }
        }
        for plan in plans {
            mark(plan.record.input, plan.record.project)
            mark(plan.record.output, plan.record.project)
            for rope in plan.record.ropes { mark(rope, plan.record.project) }
        }
        return owners
    }

    func writeNodes() throws(StoreError) {
        var rows = CountedRun.newRows(connection)
        var start = 0
        while start < newNodes.count {
            var end = start + 1
            while end < newNodes.count, end - start < Self.runMax, newNodes[end].follows(newNodes[end - 1]) {
                end += 1
            }
            let first = newNodes[start]
            let run = NodeRun(
                last: newNodes[end - 1].id, count: Int64(end - start), parent: first.parent,
                content: first.content, depth: Int64(first.depth))
            try CountedRun(run, newNodes[start..<end]).insert(into: &rows, connection)
            start = end
        }
        try rows.finish()
        try writeGains()
        let losses = refs.filter { $0.value < 0 }.mapValues { -$0 }
        guard !losses.isEmpty else { return }
        let owner = plans.first { $0.replaced != nil }?.record.project.value ?? 0
        try Release(writer).release(losses, project: owner, totals: &totals)
    }

    /// Counts of stored nodes that grow, from one run to the next.
    private func writeGains() throws(StoreError) {
        let update = try connection.statement("UPDATE nodes SET refs = refs + ?2 WHERE id = ?1")
        var run: CountedRun?
        for (node, difference) in refs.sorted(by: { $0.key < $1.key }) where difference >= 0 {
            if run?.run.holds(node) ?? false {
                run?.add(difference, to: node)
                continue
            }
            try run?.write(connection)
            run = nil
            // Nearly always it is the last one of its run.
            update.bind(1, node)
            update.bind(2, difference)
            try update.run()
            if connection.changeCount != 0 { continue }
            run = try CountedRun.load(holding: node, connection)
            guard run != nil else { throw StoreError.staleReference }
            run?.add(difference, to: node)
        }
        try run?.write(connection)
    }
}
