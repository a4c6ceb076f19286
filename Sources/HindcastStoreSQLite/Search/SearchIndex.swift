import HindcastStore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The file `search.sqlite`: derived data, made anew from the contents whenever it is missing, damaged or of another
/// format. A row's number is its content's; the words of projects are kept apart by a word that only their rows have.
final class SearchIndex {
    let connection: Connection
    let tokenizer: Tokenizer

    /// Changes when tables, tokenizer or the text that is indexed change.
    private static let version: Int64 = 1

    /// Words gathered in memory before FTS5 writes a segment: larger than a transaction's words, so that each
    /// leaves one.
    private static let wordBytesMax = 16 << 20

    private static let schema = """
        CREATE TABLE state(
            one INTEGER PRIMARY KEY CHECK (one = 1),
            watermark INTEGER NOT NULL,
            rows INTEGER NOT NULL,
            stale INTEGER NOT NULL);
        INSERT INTO state VALUES (1, 0, 0, 0);
        CREATE VIRTUAL TABLE words USING fts5(
            text, content='', detail=none, columnsize=0, tokenize='\(Tokenizer.options)');
        INSERT INTO words(words, rank) VALUES ('hashsize', \(wordBytesMax));
        PRAGMA user_version = \(version);
        """

    /// For a reader; the indexer has made the file.
    init(reading folder: StoreFolder) throws(StoreError) {
        guard StoreFolder.kind(of: folder.search) == .folder || StoreFolder.bytes(of: folder.search) > 0
        else {
            throw .engine("The store has no search index yet: start the server once.")
        }
        connection = try Connection(path: folder.search, mode: .readOnly)
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
        _ = try connection.integer("SELECT rowid FROM words WHERE words MATCH '\"a\"' LIMIT 1")
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

    /// A word that no message has: a character for private use, then the project's number.
    static func scope(_ project: Int64) -> String { "\u{E000}\(project)" }

    func watermark() throws(StoreError) -> Int64 {
        try connection.integer("SELECT watermark FROM state") ?? 0
    }

    func add(_ content: Int64, project: Int64, text: String) throws(StoreError) {
        let insert = try connection.statement("INSERT INTO words(rowid, text) VALUES (?1, ?2)")
        insert.bind(1, content)
        insert.bind(2, Self.scope(project) + " " + Self.withoutScopeMarks(text))
        try insert.run()
    }

    /// Text cannot claim another project's word. Looked for by its first byte, which hardly any text has.
    private static func withoutScopeMarks(_ text: String) -> String {
        guard text.utf8.contains(0xEE) else { return text }
        return text.split(separator: "\u{E000}").joined(separator: " ")
    }

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
            try connection.execute("INSERT INTO words(words) VALUES ('delete-all')")
            try connection.execute("UPDATE state SET watermark = 0, rows = 0, stale = 0")
        }
        try connection.execute("PRAGMA incremental_vacuum")
        _ = try connection.integer("PRAGMA wal_checkpoint(TRUNCATE)")
        return true
    }
}
