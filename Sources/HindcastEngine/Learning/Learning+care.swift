public import HindcastModel
import HindcastStore

extension Learning {
    /// Writes down a memory without a run.
    public func add(
        _ draft: MemoryDraft, project: ProjectID, author: Author
    ) async throws(LearningError) -> Memory {
        try Self.check(task: draft.task)
        try draft.lesson.check()
        return try await Self.inTurn(careTurns, project) {
            let settings = try await self.records.learningSettings(project)
            var memory = Memory(
                id: .random(), project: project, task: draft.task, lesson: draft.lesson,
                verdict: draft.verdict, q: draft.q ?? settings.startValue, author: author, created: self.now)
            memory.toolsUsed = draft.toolsUsed
            memory.metadata = draft.metadata
            let vector = try await self.vector(of: draft.task, project)
            _ = try await self.records.insertMemories([NewMemory(memory, vector: vector)])
            await self.tellIndex(.kept(memory, vector), project)
            return memory
        }
    }

    /// Nil when unknown.
    public func edit(
        _ id: RecordID, _ edit: MemoryEdit, project: ProjectID
    ) async throws(LearningError) -> Memory? {
        if let task = edit.task { try Self.check(task: task) }
        try edit.lesson?.check()
        return try await change(id, project: project, task: edit.task) { memory in
            if let task = edit.task { memory.task = task }
            if let lesson = edit.lesson { memory.lesson = lesson }
            if let metadata = edit.metadata { memory.metadata = metadata }
            if let isPinned = edit.isPinned { memory.isPinned = isPinned }
        }
    }

    /// Gives a memory to nobody any more; its history stays. Nil when unknown.
    public func retire(
        _ id: RecordID, project: ProjectID, actor: String
    ) async throws(LearningError) -> Memory? {
        let now = now
        let memory = try await change(id, project: project) { $0.retired = $0.retired ?? now }
        if memory != nil { try await note("memory.retire", "memory \(id)", actor) }
        return memory
    }

    /// Takes back a retirement, of a merged memory too. Nil when unknown.
    public func restore(
        _ id: RecordID, project: ProjectID, actor: String
    ) async throws(LearningError) -> Memory? {
        guard let known = try await memory(id, project: project) else { return nil }
        let memory = try await change(id, project: project, task: known.task) { memory in
            memory.retired = nil
            memory.mergedInto = nil
        }
        if memory != nil { try await note("memory.restore", "memory \(id)", actor) }
        return memory
    }

    /// Retires memories in favour of one, which takes this lesson; their ledgers stay. Answers the survivor, nil when
    /// one of them is unknown.
    /// - Parameter lesson: nil leaves the survivor its own.
    public func merge(
        _ ids: [RecordID], into survivor: RecordID, lesson: Lesson?, project: ProjectID, actor: String
    ) async throws(LearningError) -> Memory? {
        try lesson?.check()
        guard !ids.isEmpty, ids.count <= LearningLimits.namedMemoriesMax, !ids.contains(survivor) else {
            throw .refused(
                "Name 1 to \(LearningLimits.namedMemoriesMax) memories besides the one that stays.")
        }
        // Checked and done in one turn: two that are merged into each other at one time must not both go.
        let merged = try await Self.inTurn(careTurns, project) { () -> Memory? in
            let known = try await self.records.memories(ids + [survivor], project: project)
            guard let kept = known[survivor], ids.allSatisfy({ known[$0] != nil }) else { return nil }
            guard kept.retired == nil else {
                throw LearningError.refused("A retired memory cannot take the place of others.")
            }
            if let pinned = ids.first(where: { known[$0]?.isPinned == true }) {
                throw LearningError.refused(
                    "Memory \(pinned) is pinned and is not merged away. Unpin it first.")
            }
            return try await self.merge(ids, into: survivor, lesson, project)
        }
        if merged != nil { try await note("memory.merge", "\(ids.count) memories into \(survivor)", actor) }
        return merged
    }

    /// In a turn of the caller's.
    private func merge(
        _ ids: [RecordID], into survivor: RecordID, _ lesson: Lesson?, _ project: ProjectID
    ) async throws -> Memory? {
        let now = now
        let merged = try await changeInTurn(survivor, project: project) { memory in
            if let lesson { memory.lesson = lesson }
        }
        for id in ids {
            _ = try await changeInTurn(id, project: project) { memory in
                memory.retired = memory.retired ?? now
                memory.mergedInto = survivor
            }
        }
        return merged
    }

    /// Deletes a memory with its ledger. False when unknown.
    public func delete(
        _ id: RecordID, project: ProjectID, actor: String
    ) async throws(LearningError) -> Bool {
        let isDeleted = try await Self.inTurn(careTurns, project) {
            guard try await self.records.deleteMemory(id, project: project) else { return false }
            await self.tellIndex(.gone(id), project)
            return true
        }
        if isDeleted { try await note("memory.delete", "memory \(id)", actor) }
        return isDeleted
    }

    // MARK: Parts

    /// - Parameter task: what is to be its vector anew; nil leaves the one it has.
    private func change(
        _ id: RecordID, project: ProjectID, task: String? = nil,
        _ change: @escaping @Sendable (inout Memory) -> Void
    ) async throws(LearningError) -> Memory? {
        try await Self.inTurn(careTurns, project) {
            try await self.changeInTurn(id, project: project, task: task, change)
        }
    }

    private func changeInTurn(
        _ id: RecordID, project: ProjectID, task: String? = nil,
        _ change: @escaping @Sendable (inout Memory) -> Void
    ) async throws -> Memory? {
        let now = now
        var vector: MemoryVector?
        if let task { vector = try await self.vector(of: task, project) }
        let changed = try await records.updateMemory(id, project: project, vector: vector) { memory in
            change(&memory)
            memory.updated = now
        }
        guard let changed else { return nil }
        await tellIndex(.kept(changed, vector), project)
        return changed
    }

    func vector(of task: String, _ project: ProjectID) async throws -> MemoryVector? {
        try await index.of(project).ready().vectors(of: [task]).first
    }

    func tellIndex(_ change: ProjectIndex.Change, _ project: ProjectID) async {
        await index.held(of: project)?.apply([change])
        await renewal.look(at: project)
    }

    func note(_ action: String, _ subject: String, _ actor: String) async throws(LearningError) {
        do {
            try await audit(action, subject, actor)
        } catch {
            throw .store(error)
        }
    }

    static func check(task: String) throws(LearningError) {
        guard !task.isEmpty, task.utf8.count <= LearningLimits.taskBytesMax else {
            throw .refused("A task has 1 to \(LearningLimits.taskBytesMax) bytes.")
        }
    }
}
