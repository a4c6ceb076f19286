import HindcastBytes
import HindcastModel
import HindcastStore

extension Append {
    func writeLogs() throws(StoreError) {
        guard !batch.logs.isEmpty else { return }
        let insert = try connection.statement(
            """
            INSERT INTO logs(project, identity, trace, span_id, time, event, severity, session, body)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING
            """)
        for log in batch.logs {
            insert.bind(1, log.project.value)
            insert.bind(2, Self.identity(of: log))
            insert.bind(3, log.traceID?.bytes)
            insert.bind(4, log.spanID.map { Int64(bitPattern: $0.value) })
            insert.bind(5, log.time.nanoseconds)
            insert.bind(6, try writer.strings.id(of: Columns.cut(log.eventName) as String) as Int64)
            insert.bind(7, log.severityNumber)
            insert.bind(8, Columns.cut(log.sessionID))
            insert.bind(9, writer.counters.nextContent)
            try insert.run()
            guard connection.changeCount == 1 else { continue }
            _ = nextContent()
            packs.add(.log, project: log.project.value, log.body)
            totals[log.project.value, default: Totals()].logs += 1
        }
    }

    /// Half a SHA-256 names a record surely enough and halves its index.
    private static func identity(of log: LogRecord) -> [UInt8] {
        var writer = VarintWriter()
        writer.unsigned(UInt64(bitPattern: log.project.value))
        writer.raw(log.traceID?.bytes ?? [])
        writer.unsigned(log.spanID?.value ?? 0)
        writer.signed(log.time.nanoseconds)
        writer.raw(log.body)
        let domain: UInt8 = log.traceID == nil ? 0x40 : 0x41
        return Array(SHA256Digest.of(domain: domain, writer.bytes).bytes.prefix(16))
    }
}
