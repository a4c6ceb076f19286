public import HindcastStore
import Synchronization

/// The embedded engine: one folder with a SQLite database for everything and a second one for the search index.
///
/// One thread writes, a few read, one indexes; calls may come from anywhere. Close it before the process ends to leave
/// a tidy folder; a store that was not closed is recovered when it is opened next, without losing a commit.
public final class SQLiteStore: TraceStore, RecordStore {
    let folder: StoreFolder
    let options: SQLiteStoreOptions
    let lock: FolderLock?
    let cache: PackCache
    let orders: SpanOrders
    let writerLane: Lane<Writer>?
    let readers: Lane<Reader>
    let indexer: Indexer?
    private let lastGeneration: Atomic<Int64>
    private let changes = ChangeLine()

    public var capabilities: StoreCapabilities {
        StoreCapabilities(fullText: indexer != nil, onlineBackup: true)
    }

    /// Changes whenever stored ids that a caller remembers may have died: after deletions, garbage collection, and
    /// replaced spans. An append that names a dead id fails and changes nothing.
    public var generation: Int { Int(lastGeneration.load(ordering: .acquiring)) }

    /// Opens a folder, making it when it is missing and `options.access` is `.serve`.
    /// - Throws: `StoreError` with a sentence for the person who named the folder: locked, newer, corrupt, read-only.
    public static func open(
        folder path: String, options: SQLiteStoreOptions = SQLiteStoreOptions()
    ) throws(StoreError) -> SQLiteStore {
        try SQLiteStore(StoreFolder(path: path), options)
    }

    private init(_ folder: StoreFolder, _ options: SQLiteStoreOptions) throws(StoreError) {
        self.folder = folder
        self.options = options
        cache = PackCache(bytesMax: options.packCacheBytesMax)
        orders = SpanOrders()
        let opening = Opening(folder: folder, options: options)
        lock = try opening.lockFolder()
        let newTexts = NewTexts()
        let writer = try opening.openWriter(cache: cache, newTexts: newTexts)
        var readers: [Reader] = []
        for _ in 0..<max(options.readerCount, 1) {
            readers.append(Reader(try opening.openReader(), cache: cache, orders: orders, folder: folder))
        }
        indexer = try opening.openIndexer(cache: cache, newTexts: newTexts)
        self.readers = Lane(readers)
        lastGeneration = Atomic(writer?.counters.generation ?? 0)
        writerLane = writer.map { writer in Lane([writer]) { writer in Maintenance(writer).step() } }
    }

    /// Writes into the lock file where this server can be reached, for whoever finds the folder taken.
    public func announce(url: String) { lock?.write(url: url) }

    /// Runs a change on the writer's thread.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (Writer) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        guard let writerLane else { throw .readOnly(Self.readOnlySentence) }
        return try await writerLane.run { [self] writer throws(StoreError) in
            defer { lastGeneration.store(writer.counters.generation, ordering: .releasing) }
            return try body(writer)
        }
    }

    /// Runs a change on the writer's thread, all or nothing. Others that wait may share its transaction.
    func change<Value: Sendable>(
        _ body: @escaping @Sendable (Writer) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        guard let writerLane else { throw .readOnly(Self.readOnlySentence) }
        let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            let change = ChangeLine.Change(
                perform: { writer throws(StoreError) in
                    let value = try body(writer)
                    return { continuation.resume(returning: .success(value)) }
                }, fail: { continuation.resume(returning: .failure($0)) })
            if changes.add(change) { performChanges(on: writerLane) }
        }
        return try result.get()
    }

    private func performChanges(on lane: Lane<Writer>) {
        let refusal = lane.submit { [self] writer in
            let isMore = changes.run(writer)
            lastGeneration.store(writer.counters.generation, ordering: .releasing)
            if isMore { performChanges(on: lane) }
        }
        if let refusal { changes.failAll(refusal) }
    }

    private static let readOnlySentence = "The store was opened for reading only."

    /// Reads on one of the readers' threads, from one snapshot.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Reader) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        try await readers.run { reader throws(StoreError) in
            try reader.connection.snapshot { () throws(StoreError) in try body(reader) }
        }
    }

    public func close() async {
        await indexer?.close()
        await readers.close()
        // Folded back, the main file is whole by itself: for whoever copies it. What cannot be folded is not lost.
        _ = try? await writerLane?.run { writer throws(StoreError) in
            guard writer.options.access == .serve else { return }
            try Garbage(writer).truncateLog()
        }
        await writerLane?.close()
        lock?.release()
    }
}
