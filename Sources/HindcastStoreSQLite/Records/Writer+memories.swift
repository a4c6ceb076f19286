import HindcastModel
import HindcastStore

/// Within a transaction that the caller opened.
extension Writer {
    /// False when there is one with its id.
    func insert(_ new: NewMemory) throws(StoreError) -> Bool {
        let memory = new.memory
        try LearningRules.check(value: memory.q)
        guard let row = try MemoryTable(connection: connection).insert(memory) else { return false }
        let ledger = QChangeTable(connection: connection)
        for entry in new.wholeLedger {
            try LearningRules.check(entry)
            guard try ledger.insert(entry, memory: row) != nil else {
                throw .refused("A run moves memory \(memory.id) twice in the ledger it brings.")
            }
        }
        if let vector = new.vector {
            try VectorTable(connection: connection).put(vector, memory: row, project: memory.project)
        }
        return true
    }

    func updateMemory(
        _ id: RecordID, project: ProjectID, vector: MemoryVector?, _ change: (inout Memory) -> Void
    ) throws(StoreError) -> Memory? {
        let table = MemoryTable(connection: connection)
        guard let (row, _) = try table.value(id, project: project),
            let old = try table.find(id, project: project)
        else { return nil }
        var new = old
        change(&new)
        new.project = old.project
        new.q = old.q
        guard new.id == id else { throw .refused("Memory \(id) cannot become \(new.id).") }
        try table.replace(row, with: new)
        let vectors = VectorTable(connection: connection)
        if new.task != old.task { try vectors.delete(of: row, project: project) }
        if let vector { try vectors.put(vector, memory: row, project: project) }
        return new
    }

    func setValue(
        of id: RecordID, to q: Double, author: Author, at time: Timestamp, project: ProjectID
    ) throws(StoreError) -> QChange? {
        try LearningRules.check(value: q)
        let memories = MemoryTable(connection: connection)
        guard let (row, before) = try memories.value(id, project: project) else { return nil }
        let change = QChange(memory: id, cause: .set, before: before, after: q, author: author, time: time)
        try memories.setValue(q, of: row)
        return try QChangeTable(connection: connection).insert(change, memory: row)
    }

    func undo(
        change: Int64, of id: RecordID, author: Author, at time: Timestamp, project: ProjectID
    ) throws(StoreError) -> QChange? {
        guard let (row, _) = try MemoryTable(connection: connection).value(id, project: project),
            let move = try QChangeTable(connection: connection).find(change, memory: row),
            move.cause == .review, !move.isUndone
        else { return nil }
        return try takeBack(move, author: author, at: time, project: project)
    }

    func deleteMemory(_ id: RecordID, project: ProjectID) throws(StoreError) -> Bool {
        let memories = MemoryTable(connection: connection)
        guard let (row, _) = try memories.value(id, project: project) else { return false }
        try VectorTable(connection: connection).delete(of: row, project: project)
        try QChangeTable(connection: connection).delete(of: row)
        try memories.delete(row)
        return true
    }

    func setVectors(_ vectors: [RecordID: MemoryVector], project: ProjectID) throws(StoreError) {
        let memories = MemoryTable(connection: connection)
        let table = VectorTable(connection: connection)
        for (id, vector) in vectors {
            guard let (row, _) = try memories.value(id, project: project) else { continue }
            try table.put(vector, memory: row, project: project)
        }
    }
}
