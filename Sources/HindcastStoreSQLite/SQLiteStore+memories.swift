public import HindcastModel
public import HindcastStore

extension SQLiteStore {
    public func memories(_ ids: [RecordID], project: ProjectID) async throws(StoreError) -> [RecordID: Memory]
    {
        try await read { reader throws(StoreError) in
            let table = MemoryTable(connection: reader.connection)
            var found: [RecordID: Memory] = [:]
            for id in ids { found[id] = try table.find(id, project: project) }
            return found
        }
    }

    public func memories(_ query: MemoryQuery, project: ProjectID) async throws(StoreError) -> Page<Memory> {
        try await read { reader throws(StoreError) in
            try MemoryTable(connection: reader.connection).page(query, project: project)
        }
    }

    public func memoryCount(_ project: ProjectID) async throws(StoreError) -> Int {
        try await read { reader throws(StoreError) in
            try MemoryTable(connection: reader.connection).count(project)
        }
    }

    public func insertMemories(_ memories: [NewMemory]) async throws(StoreError) -> Set<RecordID> {
        try await change { writer throws(StoreError) in
            var inserted: Set<RecordID> = []
            for new in memories where try writer.insert(new) { inserted.insert(new.memory.id) }
            return inserted
        }
    }

    public func updateMemory(
        _ id: RecordID, project: ProjectID, vector: MemoryVector?,
        _ body: @escaping @Sendable (inout Memory) -> Void
    ) async throws(StoreError) -> Memory? {
        try await change { writer throws(StoreError) in
            try writer.updateMemory(id, project: project, vector: vector, body)
        }
    }

    public func setValue(
        of id: RecordID, to q: Double, author: Author, at time: Timestamp, project: ProjectID
    ) async throws(StoreError) -> QChange? {
        try await change { writer throws(StoreError) in
            try writer.setValue(of: id, to: q, author: author, at: time, project: project)
        }
    }

    public func undo(
        change number: Int64, of id: RecordID, author: Author, at time: Timestamp, project: ProjectID
    ) async throws(StoreError) -> QChange? {
        try await change { writer throws(StoreError) in
            try writer.undo(change: number, of: id, author: author, at: time, project: project)
        }
    }

    public func history(
        of id: RecordID, after: Int64?, limit: Int, project: ProjectID
    ) async throws(StoreError) -> [QChange] {
        try await read { reader throws(StoreError) in
            guard let (row, _) = try MemoryTable(connection: reader.connection).value(id, project: project)
            else { return [] }
            return try QChangeTable(connection: reader.connection).page(of: row, after: after, limit: limit)
        }
    }

    public func deleteMemory(_ id: RecordID, project: ProjectID) async throws(StoreError) -> Bool {
        try await change { writer throws(StoreError) in try writer.deleteMemory(id, project: project) }
    }
}
