import HindcastStore

/// What a project holds, kept beside the data so that statistics cost nothing at any size.
struct Totals: Sendable, Equatable {
    var traces: Int64 = 0
    var spans: Int64 = 0
    var messages: Int64 = 0
    var nodes: Int64 = 0
    var logs: Int64 = 0

    /// Adds a difference to the stored row.
    func add(to project: Int64, _ connection: Connection) throws(StoreError) {
        let add = try connection.statement(
            """
            INSERT INTO totals(project, traces, spans, messages, nodes, logs) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT(project) DO UPDATE SET traces = traces + ?2, spans = spans + ?3, messages = messages + ?4,
                nodes = nodes + ?5, logs = logs + ?6
            """)
        add.bind(1, project)
        add.bind(2, traces)
        add.bind(3, spans)
        add.bind(4, messages)
        add.bind(5, nodes)
        add.bind(6, logs)
        try add.run()
    }
}
