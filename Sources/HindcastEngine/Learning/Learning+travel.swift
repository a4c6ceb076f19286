import HindcastJSON
public import HindcastModel
public import HindcastStore

extension Learning {
    /// A page of all memories with their ledgers, each as one line of JSON without its end.
    public func export(
        cursor: String? = nil, limit: Int = 100, project: ProjectID
    ) async throws(LearningError) -> Page<[UInt8]> {
        do {
            let query = MemoryQuery(includesRetired: true, limit: limit, cursor: cursor)
            let page = try await records.memories(query, project: project)
            var lines: [[UInt8]] = []
            for memory in page.items {
                lines.append(MemoryLine(memory, ledger: try await ledger(memory.id, project)).bytes)
            }
            return Page(items: lines, next: page.next)
        } catch {
            throw .store(error)
        }
    }

    private func ledger(_ id: RecordID, _ project: ProjectID) async throws(StoreError) -> [QChange] {
        var ledger: [QChange] = []
        while ledger.count < LearningLimits.exportedChangesMax {
            let page = try await records.history(
                of: id, after: ledger.last?.id, limit: StoreLimits.pageMax, project: project)
            ledger += page
            if page.count < StoreLimits.pageMax { break }
        }
        return ledger
    }

    /// Stores memories that were exported, from lines of JSON; all lines are looked at before the first is stored.
    /// - Parameter asCopies: gives them new ids, for another project of the same house.
    /// - Throws: `LearningError.refused` with the number of the line that is no memory.
    public func importLines(
        _ bytes: [UInt8], asCopies: Bool = false, project: ProjectID, actor: String
    ) async throws(LearningError) -> ImportReceipt {
        var lines = try Self.lines(bytes, project: project)
        if asCopies { Self.rename(&lines) }
        let all = lines
        let receipt = try await Self.inTurn(careTurns, project) {
            var receipt = ImportReceipt(added: 0, known: 0)
            for start in stride(from: 0, to: all.count, by: LearningLimits.importChunk) {
                let some = all[start..<min(start + LearningLimits.importChunk, all.count)]
                let added = try await self.insert(Array(some), project)
                receipt.added += added
                receipt.known += some.count - added
            }
            return receipt
        }
        try await note("memory.import", "\(receipt.added) memories, \(receipt.known) known", actor)
        return receipt
    }

    private func insert(_ lines: [MemoryLine], _ project: ProjectID) async throws -> Int {
        let space = try await index.of(project).ready()
        let vectors = try await space.vectors(of: lines.map(\.memory.task))
        let new = zip(lines, vectors).map { NewMemory($0.memory, vector: $1, ledger: $0.ledger) }
        let added = try await records.insertMemories(new)
        let changes = new.filter { added.contains($0.memory.id) }
            .map { ProjectIndex.Change.kept($0.memory, $0.vector) }
        await index.held(of: project)?.apply(changes)
        await renewal.look(at: project)
        return added.count
    }

    private static func lines(_ bytes: [UInt8], project: ProjectID) throws(LearningError) -> [MemoryLine] {
        var lines: [MemoryLine] = []
        let limits = JSONLimits(bytesMax: LearningLimits.importLineBytesMax)
        for (number, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .enumerated()
        {
            if line.allSatisfy({ $0 <= 0x20 }) { continue }
            let json: JSON
            do {
                json = try JSONReader.parse(Array(line), limits: limits)
            } catch {
                throw .refused("Line \(number + 1) is no JSON: \(error).")
            }
            guard let memory = MemoryLine(json, project: project) else {
                throw .refused("Line \(number + 1) is no memory: it needs id, task, lesson, q and created.")
            }
            try check(task: memory.memory.task)
            try memory.memory.lesson.check()
            lines.append(memory)
        }
        return lines
    }

    /// New ids, and the same ones wherever one memory names another.
    private static func rename(_ lines: inout [MemoryLine]) {
        var names: [RecordID: RecordID] = [:]
        for line in lines { names[line.memory.id] = .random() }
        for place in lines.indices {
            let old = lines[place]
            let id = names[old.memory.id] ?? .random()
            var memory = Memory(
                id: id, project: old.memory.project, task: old.memory.task, lesson: old.memory.lesson,
                verdict: old.memory.verdict, q: old.memory.q, author: old.memory.author,
                created: old.memory.created)
            memory.intent = names[old.memory.intent] ?? id
            memory.mergedInto = old.memory.mergedInto.flatMap { names[$0] }
            memory.isPinned = old.memory.isPinned
            memory.toolsUsed = old.memory.toolsUsed
            memory.metadata = old.memory.metadata
            memory.trace = old.memory.trace
            memory.retired = old.memory.retired
            memory.updated = old.memory.updated
            lines[place].memory = memory
        }
    }
}
