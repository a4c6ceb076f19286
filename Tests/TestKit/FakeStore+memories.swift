public import HindcastModel
public import HindcastStore

extension FakeStore {
    static func place(of memory: RecordID, _ project: ProjectID, _ state: State) -> Int? {
        state.memories.firstIndex { $0.memory.id == memory && $0.memory.project == project }
    }

    static func forgetLearning(of project: ProjectID, _ state: inout State) {
        state.attempts = state.attempts.filter { $0.key.project != project }
        state.reviews.removeAll { $0.project == project }
        let ids = Set(state.memories.filter { $0.memory.project == project }.map(\.memory.id))
        state.memories.removeAll { ids.contains($0.memory.id) }
        state.ledger.removeAll { ids.contains($0.memory) }
        for id in ids { state.vectors[id] = nil }
        state.learnedModels[project] = nil
        state.learningSettings[project] = nil
        state.skills[project] = nil
    }

    private static func number(_ state: inout State) -> Int64 {
        state.lastNumber += 1
        return state.lastNumber
    }

    /// Puts an entry at the end of its ledger.
    static func note(_ change: QChange, _ state: inout State) -> QChange {
        var change = change
        change.id = number(&state)
        state.ledger.append(change)
        return change
    }

    /// Nil when the memory is gone.
    static func takeBack(
        _ move: QChange, author: Author, at time: Timestamp, _ state: inout State
    ) -> QChange? {
        guard let place = state.memories.firstIndex(where: { $0.memory.id == move.memory }),
            let entry = state.ledger.firstIndex(where: { $0.id == move.id })
        else { return nil }
        state.ledger[entry].isUndone = true
        let q = state.memories[place].memory.q
        let ledger = state.ledger.filter { $0.memory == move.memory }
        let after = QChange.folded(ledger, from: ledger.first?.before ?? q)
        state.memories[place].memory.q = after
        return note(
            QChange(
                memory: move.memory, cause: .undo, trace: move.trace, before: q, after: after,
                author: author, time: time), &state)
    }

    public func memories(_ ids: [RecordID], project: ProjectID) async throws(StoreError) -> [RecordID: Memory]
    {
        try locked { state throws(StoreError) in
            var found: [RecordID: Memory] = [:]
            for id in ids { found[id] = Self.place(of: id, project, state).map { state.memories[$0].memory } }
            return found
        }
    }

    public func memories(_ query: MemoryQuery, project: ProjectID) async throws(StoreError) -> Page<Memory> {
        try locked { state throws(StoreError) in
            let words = MemoryWords(query.text ?? "")
            let found = state.memories.map(\.memory).filter {
                $0.project == project && (query.includesRetired || $0.retired == nil) && words.occur(in: $0)
            }
            let sorted = found.sorted { ($0.created, $0.id) > ($1.created, $1.id) }
            return try Self.page(sorted, limit: query.limit, cursor: query.cursor)
        }
    }

    public func memoryCount(_ project: ProjectID) async throws(StoreError) -> Int {
        try locked { state throws(StoreError) in
            state.memories.count { $0.memory.project == project && $0.memory.retired == nil }
        }
    }

    public func insertMemories(_ memories: [NewMemory]) async throws(StoreError) -> Set<RecordID> {
        try locked { state throws(StoreError) in
            var next = state
            var inserted: Set<RecordID> = []
            for new in memories where try Self.insert(new, &next) { inserted.insert(new.memory.id) }
            state = next
            return inserted
        }
    }

    static func insert(_ new: NewMemory, _ state: inout State) throws(StoreError) -> Bool {
        try LearningRules.check(value: new.memory.q)
        if state.memories.contains(where: { $0.memory.id == new.memory.id }) { return false }
        state.memories.append(StoredMemory(place: number(&state), memory: new.memory))
        var runs: Set<TraceID> = []
        for entry in new.wholeLedger {
            try LearningRules.check(entry)
            if entry.cause == .review, !entry.isUndone, let trace = entry.trace,
                !runs.insert(trace).inserted
            {
                throw .refused("A run moves the memory twice.")
            }
            var entry = entry
            entry.memory = new.memory.id
            _ = note(entry, &state)
        }
        if let vector = new.vector { state.vectors[new.memory.id, default: [:]][vector.model] = vector }
        return true
    }

    public func updateMemory(
        _ id: RecordID, project: ProjectID, vector: MemoryVector?,
        _ change: @escaping @Sendable (inout Memory) -> Void
    ) async throws(StoreError) -> Memory? {
        try locked { state throws(StoreError) in
            guard let place = Self.place(of: id, project, state) else { return nil }
            let old = state.memories[place].memory
            var new = old
            change(&new)
            new.project = old.project
            new.q = old.q
            guard new.id == id else { throw .refused("A memory keeps its id.") }
            state.memories[place].memory = new
            if new.task != old.task { state.vectors[id] = nil }
            if let vector { state.vectors[id, default: [:]][vector.model] = vector }
            return new
        }
    }

    public func setValue(
        of id: RecordID, to q: Double, author: Author, at time: Timestamp, project: ProjectID
    ) async throws(StoreError) -> QChange? {
        try locked { state throws(StoreError) in
            try LearningRules.check(value: q)
            guard let place = Self.place(of: id, project, state) else { return nil }
            let before = state.memories[place].memory.q
            state.memories[place].memory.q = q
            return Self.note(
                QChange(memory: id, cause: .set, before: before, after: q, author: author, time: time),
                &state)
        }
    }

    public func undo(
        change: Int64, of id: RecordID, author: Author, at time: Timestamp, project: ProjectID
    ) async throws(StoreError) -> QChange? {
        try locked { state throws(StoreError) in
            guard Self.place(of: id, project, state) != nil,
                let move = state.ledger.first(where: { $0.id == change && $0.memory == id }),
                move.cause == .review, !move.isUndone
            else { return nil }
            return Self.takeBack(move, author: author, at: time, &state)
        }
    }

    public func history(
        of id: RecordID, after: Int64?, limit: Int, project: ProjectID
    ) async throws(StoreError) -> [QChange] {
        try locked { state throws(StoreError) in
            guard Self.place(of: id, project, state) != nil else { return [] }
            let found = state.ledger.filter { $0.memory == id && $0.id > after ?? 0 }
            return Array(found.prefix(min(max(limit, 0), StoreLimits.pageMax)))
        }
    }

    public func deleteMemory(_ id: RecordID, project: ProjectID) async throws(StoreError) -> Bool {
        try locked { state throws(StoreError) in
            guard let place = Self.place(of: id, project, state) else { return false }
            state.memories.remove(at: place)
            state.ledger.removeAll { $0.memory == id }
            state.vectors[id] = nil
            return true
        }
    }
}
