import HindcastModel
import HindcastStore

/// The one connection that changes a store, and what it remembers between commits. Lives on its own thread.
final class Writer {
    let connection: Connection
    let options: SQLiteStoreOptions
    let strings: StringTable
    let identities: IdentityTable
    let packs: PackReader
    let cache: PackCache
    let newTexts: NewTexts?
    let traces: TraceTable
    let callMarks: CallMarks
    let codec = PackCodec()
    var counters: Counters
    /// Traces that records written by this process wait for: their pushes may be under way.
    var awaited: Set<Append.TraceKey> = []
    /// Contents up to here were looked at for small packs.
    var mergedUntil: Int64 = 0

    /// - Parameter newTexts: nil without an indexer.
    init(
        _ connection: Connection, options: SQLiteStoreOptions, cache: PackCache, newTexts: NewTexts?
    ) throws(StoreError) {
        self.connection = connection
        self.options = options
        self.cache = cache
        self.newTexts = newTexts
        strings = StringTable(connection)
        // A guest beside the server adds no contents, and must not move what it loaded: it may be taken away meanwhile.
        identities = try IdentityTable(connection, loads: options.access == .serve)
        packs = PackReader(connection, cache: cache)
        traces = TraceTable(connection: connection)
        callMarks = CallMarks(connection)
        counters = try Counters.load(connection)
    }

    /// Runs a change in one transaction. After a failure nothing of it is left, in the file or in memory.
    func commit<Value>(_ body: () throws(StoreError) -> Value) throws(StoreError) -> Value {
        do {
            return try connection.transaction { () throws(StoreError) in
                // Another process may have written (a key, a project); what it wrote does not touch the counters
                // unless it appended, which `share` forbids.
                let before = counters
                let value = try body()
                try identities.write()
                if counters != before { try counters.save(connection) }
                return value
            }
        } catch {
            strings.forget()
            try? identities.reload()
            if let stored = try? Counters.load(connection) { counters = stored }
            throw error
        }
    }

    func append(_ batch: TraceBatch) throws(StoreError) -> AppendReceipt {
        let first = counters.nextContent
        let (receipt, texts) = try commit { () throws(StoreError) in
            let append = Append(batch, self)
            return (try append.perform(), append.newTexts)
        }
        newTexts?.add(NewTexts.Commit(contents: first..<counters.nextContent, texts: texts))
        return receipt
    }
}
