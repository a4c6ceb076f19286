import HindcastStore

/// The steps of opening a folder, and its refusals.
struct Opening {
    let folder: StoreFolder
    let options: SQLiteStoreOptions

    /// Pages of the write-ahead log after which it is folded back into the main file.
    private static let checkpointPages = 4000
    private static let mappedBytes = 256 << 20
    /// 16 MiB of pages for the writer: the inner pages of all indexes of a store of 10⁷ spans.
    private static let writerCacheKiB = 16 << 10
    private static let readerCacheKiB = 4 << 10

    func lockFolder() throws(StoreError) -> FolderLock? {
        if options.access == .serve {
            try folder.prepare()
            // Looked at before the lock file is made, which is itself a file of a store.
            _ = try folder.hasDatabase()
            return try FolderLock(folder)
        }
        switch StoreFolder.kind(of: folder.path) {
        case .missing: throw .corrupt("\(folder.path) does not exist: name the folder of a store.")
        case .other: throw .corrupt("\(folder.path) is not a folder: name the folder of a store.")
        case .folder: break
        }
        guard try folder.hasDatabase() else {
            throw .corrupt(
                "\(folder.path) holds no store: name the folder of a store, or start the server first.")
        }
        return nil
    }

    func openWriter(cache: PackCache, newTexts: NewTexts) throws(StoreError) -> Writer? {
        if options.access == .read { return nil }
        let exists = try folder.hasDatabase()
        let connection = try Connection(path: folder.database, mode: exists ? .readWrite : .create)
        try prepare(connection, cacheKiB: Self.writerCacheKiB)
        // What is written follows from what was read, so each page is looked at closely when it comes into the cache.
        try connection.execute("PRAGMA cell_size_check = ON")
        if !exists { try connection.execute(Schema.creation) }
        try refuseDamage(connection, isNew: !exists)
        try connection.execute(
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA wal_autocheckpoint = \(Self.checkpointPages);
            """)
        if options.access == .serve {
            try Schema.migrate(connection)
        } else {
            try requireCurrent(connection)
        }
        try requireTables(connection)
        if let pages = options.pagesMax { try connection.execute("PRAGMA max_page_count = \(pages)") }
        return try Writer(
            connection, options: options, cache: cache, newTexts: hasIndexer ? newTexts : nil)
    }

    func openReader() throws(StoreError) -> Connection {
        let connection = try Connection(path: folder.database, mode: .readOnly)
        try prepare(connection, cacheKiB: Self.readerCacheKiB)
        // A mapped page comes anew with every access: to look closely at each would take a fifth of a reader's time.
        try connection.execute("PRAGMA mmap_size = \(Self.mappedBytes)")
        if options.access == .read {
            try refuseDamage(connection, isNew: false)
            try requireCurrent(connection)
            try requireTables(connection)
        }
        try connection.execute("PRAGMA query_only = 1")
        return connection
    }

    private var hasIndexer: Bool { options.access == .serve && options.indexesText }

    func openIndexer(cache: PackCache, newTexts: NewTexts) throws(StoreError) -> Indexer? {
        guard hasIndexer else { return nil }
        return try Indexer(folder: folder, contents: try openReader(), cache: cache, newTexts: newTexts)
    }

    private func prepare(_ connection: Connection, cacheKiB: Int) throws(StoreError) {
        try connection.execute(
            """
            PRAGMA trusted_schema = OFF;
            PRAGMA cache_size = -\(cacheKiB);
            PRAGMA temp_store = MEMORY;
            """)
    }

    /// A file that is no database, or one whose first pages are damaged, shows here. The whole check takes minutes on
    /// a large store and belongs to `check`.
    private func refuseDamage(_ connection: Connection, isNew: Bool) throws(StoreError) {
        let version = try connection.integer("PRAGMA user_version") ?? 0
        if version > Schema.version {
            throw .newer(
                "The store in \(folder.path) has format \(version), this program knows formats up to "
                    + "\(Schema.version): use the newer program that wrote it, or another folder.")
        }
        let tables = try connection.integer("SELECT count(*) FROM sqlite_schema") ?? 0
        if !isNew, version == 0, tables > 0 {
            throw .corrupt("\(folder.database) is a database of another program: name another folder.")
        }
        if StoreFolder.bytes(of: folder.database) <= Self.quickCheckBytesMax, tables > 0 {
            let verdict = try connection.text("PRAGMA quick_check(1)") ?? ""
            if verdict != "ok" {
                throw .corrupt("The store in \(folder.path) is damaged: \(verdict). Restore a backup.")
            }
        }
    }

    /// What is checked within about 20 ms at every start.
    private static let quickCheckBytesMax: Int64 = 16 << 20

    private func requireCurrent(_ connection: Connection) throws(StoreError) {
        let version = try connection.integer("PRAGMA user_version") ?? 0
        guard version == Schema.version else {
            throw .engine(
                "The store in \(folder.path) has format \(version) and this program reads \(Schema.version): start "
                    + "the server once to bring it up to date.")
        }
    }

    private func requireTables(_ connection: Connection) throws(StoreError) {
        let list = try Statement("SELECT name FROM sqlite_schema WHERE type = 'table'", on: connection)
        var found: Set<String> = []
        while try list.step() { found.insert(list.text(0)) }
        let missing = Schema.tables.subtracting(found).sorted()
        guard missing.isEmpty else {
            throw .corrupt(
                "The store in \(folder.path) lacks its tables \(missing.joined(separator: ", ")). Restore a backup."
            )
        }
    }
}
