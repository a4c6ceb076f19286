import HindcastModel
import HindcastStore

/// What a commit adds to and takes from `agents`: few rows, whatever the number of spans.
struct AgentCounts {
    private struct Key: Hashable {
        let project: Int64
        let name: Int64
    }

    private struct Change {
        var first = Int64.max
        var last = Int64.min
        var spans: Int64 = 0
    }

    private var changes: [Key: Change] = [:]

    /// For every span that is written.
    /// - Parameter old: the agent of the span that it replaces.
    mutating func replace(_ old: Int64?, with name: Int64?, start: Timestamp, project: Int64) {
        remove(old, project: project)
        guard let name else { return }
        let key = Key(project: project, name: name)
        let start = start.nanoseconds
        changes[key, default: Change()].spans += 1
        changes[key, default: Change()].first = min(changes[key]?.first ?? start, start)
        changes[key, default: Change()].last = max(changes[key]?.last ?? start, start)
    }

    /// For every span that is deleted.
    mutating func remove(_ name: Int64?, project: Int64) {
        guard let name else { return }
        changes[Key(project: project, name: name), default: Change()].spans -= 1
    }

    func write(_ connection: Connection) throws(StoreError) {
        if changes.isEmpty { return }
        let add = try connection.statement(
            """
            INSERT INTO agents(project, name, first, last, spans) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT DO UPDATE SET first = min(first, ?3), last = max(last, ?4), spans = spans + ?5
            """)
        let remove = try connection.statement(
            "DELETE FROM agents WHERE project = ?1 AND name = ?2 AND spans <= 0")
        for (key, change) in changes {
            add.bind(1, key.project)
            add.bind(2, key.name)
            add.bind(3, change.first)
            add.bind(4, change.last)
            add.bind(5, change.spans)
            try add.run()
            guard change.spans < 0 else { continue }
            remove.bind(1, key.project)
            remove.bind(2, key.name)
            try remove.run()
        }
    }
}
