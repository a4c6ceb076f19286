public import HindcastModel
public import HindcastStore

extension FakeStore {
    public func indexedMemories(
        model: String, after: Int64?, limit: Int, project: ProjectID
    ) async throws(StoreError) -> [IndexedMemory] {
        try locked { state throws(StoreError) in
            let found = state.memories.compactMap { stored -> IndexedMemory? in
                let memory = stored.memory
                guard memory.project == project, memory.retired == nil, stored.place > after ?? 0,
                    let vector = state.vectors[memory.id]?[model]
                else { return nil }
                return IndexedMemory(
                    place: stored.place, id: memory.id, intent: memory.intent, created: memory.created,
                    vector: vector)
            }
            return Array(found.prefix(min(max(limit, 0), StoreLimits.pageMax)))
        }
    }

    public func unvectoredMemories(
        model: String, limit: Int, project: ProjectID
    ) async throws(StoreError) -> [Memory] {
        try locked { state throws(StoreError) in
            let found = state.memories.map(\.memory).filter {
                $0.project == project && state.vectors[$0.id]?[model] == nil
            }
            return Array(found.prefix(min(max(limit, 0), StoreLimits.pageMax)))
        }
    }

    public func setVectors(
        _ vectors: [RecordID: MemoryVector], project: ProjectID
    ) async throws(StoreError) {
        try locked { state throws(StoreError) in
            for (id, vector) in vectors where Self.place(of: id, project, state) != nil {
                state.vectors[id, default: [:]][vector.model] = vector
            }
        }
    }

    @discardableResult
    public func dropVectors(except model: String, project: ProjectID) async throws(StoreError) -> Int {
        try locked { state throws(StoreError) in
            var dropped = 0
            for stored in state.memories where stored.memory.project == project {
                let all = state.vectors[stored.memory.id] ?? [:]
                let kept = all.filter { $0.key == model }
                dropped += all.count - kept.count
                state.vectors[stored.memory.id] = kept
            }
            return dropped
        }
    }

    public func learnedModel(_ project: ProjectID) async throws(StoreError) -> LearnedModel? {
        try locked { state throws(StoreError) in state.learnedModels[project] }
    }

    public func setLearnedModel(_ model: LearnedModel, project: ProjectID) async throws(StoreError) {
        try locked { state throws(StoreError) in state.learnedModels[project] = model }
    }

    public func skill(_ project: ProjectID) async throws(StoreError) -> Skill? {
        try locked { state throws(StoreError) in state.skills[project] }
    }

    public func setSkill(
        _ content: String, at time: Timestamp, project: ProjectID
    ) async throws(StoreError) -> Skill {
        try locked { state throws(StoreError) in
            let known = state.skills[project]
            if let known, known.content == content { return known }
            let next = Skill(content: content, version: (known?.version ?? 0) + 1, updated: time)
            state.skills[project] = next
            return next
        }
    }
}
