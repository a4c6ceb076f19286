import HindcastModel
import HindcastStore

/// One reading connection and what hangs on it. Lives on one of the readers' threads.
final class Reader {
    let connection: Connection
    let packs: PackReader
    let orders: SpanOrders
    let folder: StoreFolder
    private var names: [Int64: String] = [:]
    private var openedSearch: SearchIndex?

    init(_ connection: Connection, cache: PackCache, orders: SpanOrders, folder: StoreFolder) {
        self.connection = connection
        self.orders = orders
        self.folder = folder
        packs = PackReader(connection, cache: cache)
    }

    /// Names never change; a server sees a few hundred of them again and again.
    private static let namesMax = 16_384

    func name(_ id: Int64) throws(StoreError) -> String {
        if let known = names[id] { return known }
        let find = try connection.statement("SELECT bytes FROM strings WHERE id = ?1")
        find.bind(1, id)
        defer { find.reset() }
        guard try find.step() else { throw .corrupt("Name \(id) is lost. Restore a backup.") }
        let text = String(decoding: find.blob(0), as: UTF8.self)
        if names.count >= Self.namesMax { names.removeAll(keepingCapacity: true) }
        names[id] = text
        return text
    }

    func name(_ id: Int64?) throws(StoreError) -> String? {
        guard let id else { return nil }
        return try name(id) as String
    }

    /// The row and version of a trace.
    func traceRow(_ trace: TraceID, project: Int64) throws(StoreError) -> (row: Int64, version: Int64)? {
        let find = try connection.statement(
            "SELECT id, version FROM traces WHERE project = ?1 AND trace_id = ?2")
        find.bind(1, project)
        find.bind(2, trace.bytes)
        defer { find.reset() }
        return try find.step() ? (find.int64(0), find.int64(1)) : nil
    }

    func closeSearch() {
        openedSearch?.connection.close()
        openedSearch = nil
    }

    /// The search index, opened when it is first asked for.
    func search() throws(StoreError) -> SearchIndex {
        if let openedSearch { return openedSearch }
        let opened = try SearchIndex(reading: folder)
        openedSearch = opened
        return opened
    }
}
