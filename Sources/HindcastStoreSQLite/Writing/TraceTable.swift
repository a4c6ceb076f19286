import HindcastModel
import HindcastStore

/// Reads and writes whole rows of `traces`.
struct TraceTable {
    let connection: Connection

    func load(_ traceID: TraceID, project: Int64) throws(StoreError) -> TraceRow? {
        let load = try connection.statement(
            """
            SELECT id, start, end, spans, errors, kinds, calls, input_tokens, output_tokens, cost, version, name,
                session, user, tags, metadata, state, patch
            FROM traces WHERE project = ?1 AND trace_id = ?2
            """)
        load.bind(1, project)
        load.bind(2, traceID.bytes)
        defer { load.reset() }
        guard try load.step() else { return nil }
        var row = TraceRow(id: load.int64(0), project: project, traceID: traceID)
        row.start = load.int64(1)
        row.end = load.int64(2)
        row.spans = load.int64(3)
        row.errors = load.int64(4)
        row.kinds = load.int64(5)
        row.calls = load.int64(6)
        row.inputTokens = load.int64(7)
        row.outputTokens = load.int64(8)
        row.cost = load.int64(9)
        row.version = load.int64(10)
        row.name = load.text(11)
        row.session = load.optionalText(12)
        row.user = load.optionalText(13)
        row.tags = Set(Labels.tags(parsing: load.optionalText(14)))
        row.metadata = Labels.dictionary(parsing: load.optionalText(15))
        guard let state = TraceState(encoded: load.blob(16)) else {
            throw .corrupt("The row of trace \(traceID) is damaged. Restore a backup.")
        }
        row.state = state
        row.patch = PeoplePatch(parsing: load.optionalText(17))
        return row
    }

    func insert(_ row: TraceRow) throws(StoreError) {
        let insert = try connection.statement(
            """
            INSERT INTO traces(id, spans, errors, kinds, calls, input_tokens, output_tokens, cost, version, end, name,
                user, tags, metadata, state, patch, start, session, project, trace_id)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)
            """)
        bind(row, to: insert)
        insert.bind(17, row.start)
        insert.bind(18, row.session)
        insert.bind(19, row.project)
        insert.bind(20, row.traceID.bytes)
        try insert.run()
    }

    /// Start and session stand in indexes; most commits change neither.
    func update(_ row: TraceRow, from old: TraceRow) throws(StoreError) {
        let update = try connection.statement(
            """
            UPDATE traces SET spans = ?2, errors = ?3, kinds = ?4, calls = ?5, input_tokens = ?6, output_tokens = ?7,
                cost = ?8, version = ?9, end = ?10, name = ?11, user = ?12, tags = ?13, metadata = ?14, state = ?15,
                patch = ?16
            WHERE id = ?1
            """)
        bind(row, to: update)
        try update.run()
        guard row.start != old.start || row.session != old.session else { return }
        let move = try connection.statement("UPDATE traces SET start = ?2, session = ?3 WHERE id = ?1")
        move.bind(1, row.id)
        move.bind(2, row.start)
        move.bind(3, row.session)
        try move.run()
    }

    private func bind(_ row: TraceRow, to statement: Statement) {
        statement.bind(1, row.id)
        statement.bind(2, row.spans)
        statement.bind(3, row.errors)
        statement.bind(4, row.kinds)
        statement.bind(5, row.calls)
        statement.bind(6, row.inputTokens)
        statement.bind(7, row.outputTokens)
        statement.bind(8, row.cost)
        statement.bind(9, row.version)
        statement.bind(10, row.end)
        statement.bind(11, row.name)
        statement.bind(12, row.user)
        statement.bind(13, Labels.list(row.tags))
        statement.bind(14, Labels.object(row.metadata))
        statement.bind(15, row.state.encoded)
        statement.bind(16, row.patch.text)
    }
}
