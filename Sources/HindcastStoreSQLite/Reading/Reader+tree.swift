import HindcastModel
import HindcastStore

extension Reader {
    func node(_ id: NodeID) throws(StoreError) -> PathNode? {
        var nodes = NodeReader(connection)
        return try nodes.node(id)
    }

    func path(from node: NodeID, upTo stop: NodeID) throws(StoreError) -> [PathNode] {
        var nodes = NodeReader(connection)
        var path: [PathNode] = []
        var next = node
        while next != stop, path.count < StoreLimits.pathMax, let step = try nodes.node(next) {
            path.append(step)
            next = step.parent
        }
        return path
    }

    func paths(from ends: [NodeID]) throws(StoreError) -> [NodeID: PathNode] {
        var nodes = NodeReader(connection)
        var found: [NodeID: PathNode] = [:]
        for end in ends {
            var next = end
            var steps = 0
            while found[next] == nil, steps < StoreLimits.pathMax, let step = try nodes.node(next) {
                found[next] = step
                next = step.parent
                steps += 1
            }
        }
        return found
    }

    func contents(_ ids: [ContentID]) throws(StoreError) -> [ContentID: [UInt8]] {
        var found: [ContentID: [UInt8]] = [:]
        for (id, bytes) in try packs.contents(ids.map(\.value)) { found[ContentID(id)] = bytes }
        return found
    }

    /// One text per index: a condition that may be absent would keep SQLite from using any.
    private static func logsQuery(_ query: LogQuery) -> String {
        let columns =
            "SELECT trace, span_id, time, event, severity, session, body FROM logs WHERE project = ?1"
        let order = " ORDER BY time, id LIMIT ?5"
        if query.traceID != nil {
            return columns
                + " AND trace = ?2 AND (?3 IS NULL OR span_id = ?3) AND (?4 IS NULL OR session = ?4)" + order
        }
        if query.sessionID != nil {
            return columns + " AND session = ?4 AND ?2 IS NULL AND (?3 IS NULL OR span_id = ?3)" + order
        }
        return columns + " AND ?2 IS NULL AND ?4 IS NULL AND (?3 IS NULL OR span_id = ?3)" + order
    }

    func logs(_ query: LogQuery, project: Int64) throws(StoreError) -> [LogRecord] {
        let load = try connection.statement(Self.logsQuery(query))
        load.bind(1, project)
        load.bind(2, query.traceID?.bytes)
        load.bind(3, query.spanID.map { Int64(bitPattern: $0.value) })
        load.bind(4, Columns.cut(query.sessionID))
        load.bind(5, max(query.limit, 0))
        defer { load.reset() }
        var found: [(log: LogRecord, body: Int64)] = []
        while try load.step() {
            var log = LogRecord(
                project: ProjectID(project), time: Timestamp(nanoseconds: load.int64(2)),
                eventName: try name(load.int64(3)), severityNumber: load.int(4), body: [])
            log.traceID = load.optionalBlob(0).flatMap { TraceID(bytes: $0) }
            log.spanID = load.optionalInt64(1).map { SpanID(UInt64(bitPattern: $0)) }
            log.sessionID = load.optionalText(5)
            found.append((log, load.int64(6)))
        }
        let bodies = try packs.contents(found.map(\.body))
        return found.map { item in
            var log = item.log
            log.body = bodies[item.body] ?? []
            return log
        }
    }
}
