import HindcastStore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The file `search.sqlite`: derived data, made anew from the contents whenever it is missing, damaged or of another
/// format. Segments of consecutive contents hold, in ascending order, words and which contents have them.
final class SearchIndex {
    let connection: Connection
    let tokenizer: Tokenizer

    /// Changes when tables, tokenizer or the text that is indexed change.
    private static let version: Int64 = 2

    private static let schema = """
        CREATE TABLE state(
            one INTEGER PRIMARY KEY CHECK (one = 1),
            watermark INTEGER NOT NULL,
            rows INTEGER NOT NULL,
            stale INTEGER NOT NULL);
        INSERT INTO state VALUES (1, 0, 0, 0);
        CREATE TABLE segments(
            id INTEGER PRIMARY KEY,
            level INTEGER NOT NULL,
            first INTEGER NOT NULL,
            last INTEGER NOT NULL,
            bytes INTEGER NOT NULL);
        CREATE TABLE blocks(
            segment INTEGER NOT NULL,
            word BLOB NOT NULL,
            bytes BLOB NOT NULL,
            PRIMARY KEY (segment, word)) WITHOUT ROWID;
        PRAGMA user_version = \(version);
        """

    /// For a reader; the indexer has made the file.
    init(reading folder: StoreFolder) throws(StoreError) {
        guard StoreFolder.kind(of: folder.search) == .folder || StoreFolder.bytes(of: folder.search) > 0
        else {
            throw .engine("The store has no search index yet: start the server once.")
        }
        connection = try Connection(path: folder.search, mode: .readOnly)
        guard try connection.integer("PRAGMA user_version") == Self.version else {
            throw .engine("The search index has another format: start the server once.")
        }
        try connection.execute("PRAGMA cache_size = -8192; PRAGMA mmap_size = \(256 << 20)")
        tokenizer = try Tokenizer(connection)
    }

    private init(writing folder: StoreFolder) throws(StoreError) {
        let connection = try Connection(path: folder.search, mode: .create)
        if try connection.integer("SELECT count(*) FROM sqlite_schema") == 0 {
            try connection.execute("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL")
            try connection.transaction { () throws(StoreError) in try connection.execute(Self.schema) }
        }
        try connection.execute(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -8192")
        guard try connection.integer("PRAGMA user_version") == Self.version else {
            throw .corrupt("The search index has another format.")
        }
        _ = try connection.integer("SELECT watermark FROM state")
        _ = try connection.integer("SELECT count(*) FROM segments")
        self.connection = connection
        tokenizer = try Tokenizer(connection)
    }

    /// - Parameter newest: the newest content; an index that knows later ones belongs to another store.
    static func open(_ folder: StoreFolder, newest: Int64) throws(StoreError) -> SearchIndex {
        if let index = try? SearchIndex(writing: folder), let known = try? index.watermark(), known <= newest
        {
            return index
        }
        remove(folder)
        return try SearchIndex(writing: folder)
    }

    static func remove(_ folder: StoreFolder) {
        for suffix in ["", "-wal", "-shm"] { unsafe unlink(folder.search + suffix) }
    }

    func watermark() throws(StoreError) -> Int64 {
        try connection.integer("SELECT watermark FROM state") ?? 0
    }

    /// Folds the log back into the file, which then needs no more room than it must.
    func truncateLog() throws(StoreError) { _ = try connection.integer("PRAGMA wal_checkpoint(TRUNCATE)") }

    func advance(to watermark: Int64, rows: Int) throws(StoreError) {
        let update = try connection.statement("UPDATE state SET watermark = ?1, rows = rows + ?2")
        update.bind(1, watermark)
        update.bind(2, rows)
        try update.run()
    }

    /// Rows of freed contents find nothing and cost room. Past a third the index is made anew.
    /// - Returns: whether it was emptied.
    func note(stale: Int) throws(StoreError) -> Bool {
        let update = try connection.statement("UPDATE state SET stale = stale + ?1")
        update.bind(1, stale)
        try update.run()
        guard try connection.integer("SELECT stale * 3 > rows FROM state") == 1 else { return false }
        try connection.transaction { () throws(StoreError) in
            try connection.execute(
                """
                DELETE FROM blocks;
                DELETE FROM segments;
                UPDATE state SET watermark = 0, rows = 0, stale = 0;
                """)
        }
        try connection.execute("PRAGMA incremental_vacuum")
        try truncateLog()
        return true
    }
}
