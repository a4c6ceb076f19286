import HindcastModel
import HindcastStore

/// Deletes traces in two steps: their rows go at once, and with them everything a reader could see; spans, nodes and
/// contents follow in bounded transactions. What a crash leaves of the second step is finished after the next start.
struct Deletion {
    private let writer: Writer
    private let connection: Connection

    init(_ writer: Writer) {
        self.writer = writer
        connection = writer.connection
    }

    /// Spans cleared in one transaction: about 10 ms, what an append may have to wait.
    private static let spansMax = 500

    func hide(_ selection: TraceSelection, project: Int64) throws(StoreError) -> DeletionReceipt {
        try writer.commit { () throws(StoreError) in
            var totals = Totals()
            switch selection {
            case .traces(let ids):
                for id in Set(ids) {
                    try hide("trace_id = ?2", "trace = ?2", .blob(id.bytes), project, &totals)
                }
            case .session(let session):
                let session = Columns.cut(session) as String
                try hide("session = ?2", "trace IS NULL AND session = ?2", .text(session), project, &totals)
            case .startedBefore(let time):
                try hide(
                    "start < ?2", "trace IS NULL AND time < ?2", .integer(time.nanoseconds), project, &totals)
            case .all:
                try hide("?2 = 0", "?2 = 0", .integer(0), project, &totals)
            }
            try totals.add(to: project, connection)
            guard totals.traces != 0 else { return DeletionReceipt(traces: 0, spans: 0) }
            writer.counters.generation += 1
            writer.counters.sequence += 1
            let note = try connection.statement("UPDATE totals SET last_deletion = ?2 WHERE project = ?1")
            note.bind(1, project)
            note.bind(2, writer.counters.sequence)
            try note.run()
            return DeletionReceipt(
                traces: Int(-totals.traces), spans: Int(-totals.spans), sequence: writer.counters.sequence)
        }
    }

    /// - Parameters: conditions on `traces` and on `logs`, constants of this file, with the value as `?2`.
    private func hide(
        _ traces: String, _ logs: String, _ value: TraceCondition.Value, _ project: Int64,
        _ totals: inout Totals
    ) throws(StoreError) {
        func run(_ sql: String) throws(StoreError) {
            let statement = try connection.statement(sql)
            statement.bind(1, project)
            statement.bind(2, value)
            try statement.run()
        }
        let count = try connection.statement(
            "SELECT count(*), ifnull(sum(spans), 0) FROM traces WHERE project = ?1 AND \(traces)")
        count.bind(1, project)
        count.bind(2, value)
        if try count.step() {
            totals.traces -= count.int64(0)
            totals.spans -= count.int64(1)
        }
        count.reset()
        let ofTraces = "trace IN (SELECT trace_id FROM traces WHERE project = ?1 AND \(traces))"
        for condition in [ofTraces, logs] {
            try run(
                "INSERT OR IGNORE INTO dead(content) SELECT body FROM logs WHERE project = ?1 AND \(condition)"
            )
            try run("DELETE FROM logs WHERE project = ?1 AND \(condition)")
            totals.logs -= Int64(connection.changeCount)
        }
        for table in TraceRecords.tables {
            try run("DELETE FROM \(table) WHERE project = ?1 AND \(ofTraces)")
        }
        try run(
            "INSERT INTO doomed(trace, project) SELECT id, project FROM traces WHERE project = ?1 AND \(traces)"
        )
        try run("DELETE FROM traces WHERE project = ?1 AND \(traces)")
    }

    /// Clears some spans of hidden traces.
    /// - Returns: whether there may be more.
    func clearSome() throws(StoreError) -> Bool {
        guard let (trace, project) = try firstDoomed() else { return false }
        try writer.commit { () throws(StoreError) in
            let load = try connection.statement(
                "SELECT id, body, input, output, ropes, agent FROM spans WHERE trace = ?1 LIMIT ?2")
            load.bind(1, trace)
            load.bind(2, Self.spansMax)
            var rows: [Int64] = []
            var losses: [Int64: Int] = [:]
            var agents = AgentCounts()
            let dead = try connection.statement("INSERT OR IGNORE INTO dead(content) VALUES (?1)")
            defer { load.reset() }
            while try load.step() {
                rows.append(load.int64(0))
                dead.bind(1, load.int64(1))
                try dead.run()
                agents.remove(load.optionalInt64(5), project: project)
                let ends = [load.optionalInt64(2), load.optionalInt64(3)].compactMap(\.self)
                for node in ends + Ropes.decode(load.optionalBlob(4)) { losses[node, default: 0] += 1 }
            }
            let delete = try connection.statement("DELETE FROM spans WHERE id = ?1")
            for row in rows {
                delete.bind(1, row)
                try delete.run()
            }
            try agents.write(connection)
            if rows.count < Self.spansMax {
                let finish = try connection.statement("DELETE FROM doomed WHERE trace = ?1")
                finish.bind(1, trace)
                try finish.run()
            }
            var totals: [Int64: Totals] = [:]
            try Release(writer).release(losses, project: project, totals: &totals)
            for (project, difference) in totals { try difference.add(to: project, connection) }
        }
        return true
    }

    private func firstDoomed() throws(StoreError) -> (trace: Int64, project: Int64)? {
        let find = try connection.statement("SELECT trace, project FROM doomed LIMIT 1")
        defer { find.reset() }
        return try find.step() ? (find.int64(0), find.int64(1)) : nil
    }
}
