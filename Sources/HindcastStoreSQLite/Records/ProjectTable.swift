import HindcastModel
import HindcastStore

/// Reads and writes `projects`.
struct ProjectTable {
    let connection: Connection

    func all() throws(StoreError) -> [Project] {
        let load = try connection.statement("SELECT id, name, created FROM projects ORDER BY id")
        defer { load.reset() }
        var projects: [Project] = []
        while try load.step() { projects.append(project(load)) }
        return projects
    }

    func find(_ name: String) throws(StoreError) -> Project? {
        let load = try connection.statement("SELECT id, name, created FROM projects WHERE name = ?1")
        load.bind(1, name)
        defer { load.reset() }
        return try load.step() ? project(load) : nil
    }

    func ensure(_ name: String, at time: Timestamp) throws(StoreError) -> Project {
        if let known = try find(name) { return known }
        let insert = try connection.statement("INSERT INTO projects(name, created) VALUES (?1, ?2)")
        insert.bind(1, name)
        insert.bind(2, time.nanoseconds)
        try insert.run()
        guard let made = try find(name) else { throw .engine("Project \(name) could not be made.") }
        return made
    }

    /// Tables whose rows name a row of a table that names the project, with the column that does.
    private static let ownedBelow = [
        (table: "queries", column: "dataset", owner: "datasets"),
        (table: "q_changes", column: "memory", owner: "memories"),
        (table: "vectors", column: "model", owner: "vector_models"),
    ]
    private static let owned = [
        "keys", "totals", "agents", "datasets", "awaited", "memories", "vector_models", "learned_models",
        "learning_settings", "skills",
    ]

    func delete(_ id: ProjectID) throws(StoreError) -> Bool {
        for (table, column, owner) in Self.ownedBelow {
            let delete = try connection.statement(
                "DELETE FROM \(table) WHERE \(column) IN (SELECT id FROM \(owner) WHERE project = ?1)")
            delete.bind(1, id.value)
            try delete.run()
        }
        for table in Self.owned + TraceRecords.tables {
            let delete = try connection.statement("DELETE FROM \(table) WHERE project = ?1")
            delete.bind(1, id.value)
            try delete.run()
        }
        let delete = try connection.statement("DELETE FROM projects WHERE id = ?1")
        delete.bind(1, id.value)
        try delete.run()
        return connection.changeCount > 0
    }

    private func project(_ row: Statement) -> Project {
        Project(
            id: ProjectID(row.int64(0)), name: row.text(1), created: Timestamp(nanoseconds: row.int64(2)))
    }
}
