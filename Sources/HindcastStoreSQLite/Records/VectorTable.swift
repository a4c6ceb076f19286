import HindcastModel
import HindcastStore

/// Reads and writes `vectors` and `vector_models`, which gives each model of a project a number.
struct VectorTable {
    let connection: Connection

    func model(_ name: String, project: ProjectID) throws(StoreError) -> Int64? {
        let find = try connection.statement("SELECT id FROM vector_models WHERE project = ?1 AND name = ?2")
        find.bind(1, project.value)
        find.bind(2, name)
        defer { find.reset() }
        return try find.step() ? find.int64(0) : nil
    }

    private func ensureModel(_ name: String, project: ProjectID) throws(StoreError) -> Int64 {
        if let known = try model(name, project: project) { return known }
        let insert = try connection.statement("INSERT INTO vector_models(project, name) VALUES (?1, ?2)")
        insert.bind(1, project.value)
        insert.bind(2, name)
        try insert.run()
        guard let made = try model(name, project: project) else {
            throw .engine("Vector model \(name) could not be stored.")
        }
        return made
    }

    func put(_ vector: MemoryVector, memory: Int64, project: ProjectID) throws(StoreError) {
        let put = try connection.statement(
            """
            INSERT INTO vectors(model, memory, components) VALUES (?1, ?2, ?3)
            ON CONFLICT(model, memory) DO UPDATE SET components = ?3
            """)
        put.bind(1, try ensureModel(vector.model, project: project))
        put.bind(2, memory)
        put.bind(3, vector.components.map { UInt8(bitPattern: $0) })
        try put.run()
    }

    /// A page of the current memories that have a vector of a model: a range of `vectors_memory`.
    func indexed(
        model name: String, after: Int64?, limit: Int, project: ProjectID
    ) throws(StoreError) -> [IndexedMemory] {
        guard let model = try model(name, project: project) else { return [] }
        let load = try connection.statement(
            """
            SELECT m.id, m.record, m.intent, m.created, v.components
            FROM vectors v CROSS JOIN memories m ON m.id = v.memory
            WHERE v.model = ?1 AND v.memory > ?2 AND m.retired IS NULL ORDER BY v.memory LIMIT ?3
            """)
        load.bind(1, model)
        load.bind(2, after ?? 0)
        load.bind(3, min(max(limit, 0), StoreLimits.pageMax))
        defer { load.reset() }
        var found: [IndexedMemory] = []
        while try load.step() {
            guard let id = load.recordID(1), let intent = load.recordID(2) else {
                throw .corrupt("A memory is damaged. Restore a backup.")
            }
            let vector = MemoryVector(model: name, components: load.signedBytes(4))
            found.append(
                IndexedMemory(
                    place: load.int64(0), id: id, intent: intent,
                    created: Timestamp(nanoseconds: load.int64(3)), vector: vector))
        }
        return found
    }

    /// Of all models.
    func delete(of memory: Int64, project: ProjectID) throws(StoreError) {
        let delete = try connection.statement(
            """
            DELETE FROM vectors
            WHERE model IN (SELECT id FROM vector_models WHERE project = ?1) AND memory = ?2
            """)
        delete.bind(1, project.value)
        delete.bind(2, memory)
        try delete.run()
    }

    /// - Returns: how many vectors there were of other models.
    func delete(except name: String, project: ProjectID) throws(StoreError) -> Int {
        let others = "SELECT id FROM vector_models WHERE project = ?1 AND name != ?2"
        func run(_ sql: String) throws(StoreError) -> Int {
            let delete = try connection.statement(sql)
            delete.bind(1, project.value)
            delete.bind(2, name)
            try delete.run()
            return connection.changeCount
        }
        let dropped = try run("DELETE FROM vectors WHERE model IN (\(others))")
        _ = try run("DELETE FROM vector_models WHERE id IN (\(others))")
        return dropped
    }
}
