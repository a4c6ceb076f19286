public import HindcastModel
public import HindcastStore

extension SQLiteStore {
    public func indexedMemories(
        model: String, after: Int64?, limit: Int, project: ProjectID
    ) async throws(StoreError) -> [IndexedMemory] {
        try await read { reader throws(StoreError) in
            try VectorTable(connection: reader.connection)
                .indexed(model: model, after: after, limit: limit, project: project)
        }
    }

    public func unvectoredMemories(
        model: String, limit: Int, project: ProjectID
    ) async throws(StoreError) -> [Memory] {
        try await read { reader throws(StoreError) in
            let row = try VectorTable(connection: reader.connection).model(model, project: project)
            return try MemoryTable(connection: reader.connection)
                .unvectored(model: row, limit: limit, project: project)
        }
    }

    public func setVectors(
        _ vectors: [RecordID: MemoryVector], project: ProjectID
    ) async throws(StoreError) {
        try await change { writer throws(StoreError) in try writer.setVectors(vectors, project: project) }
    }

    @discardableResult
    public func dropVectors(except model: String, project: ProjectID) async throws(StoreError) -> Int {
        try await change { writer throws(StoreError) in
            try VectorTable(connection: writer.connection).delete(except: model, project: project)
        }
    }

    public func learnedModel(_ project: ProjectID) async throws(StoreError) -> LearnedModel? {
        try await read { reader throws(StoreError) in
            try LearningTable(connection: reader.connection).model(project)
        }
    }

    public func setLearnedModel(_ model: LearnedModel, project: ProjectID) async throws(StoreError) {
        try await change { writer throws(StoreError) in
            try LearningTable(connection: writer.connection).set(model, project: project)
        }
    }

    public func skill(_ project: ProjectID) async throws(StoreError) -> Skill? {
        try await read { reader throws(StoreError) in
            try LearningTable(connection: reader.connection).skill(project)
        }
    }

    public func setSkill(
        _ content: String, at time: Timestamp, project: ProjectID
    ) async throws(StoreError) -> Skill {
        try await change { writer throws(StoreError) in
            try LearningTable(connection: writer.connection).setSkill(content, at: time, project: project)
        }
    }
}
