import CSQLite
import HindcastStore

/// A copy of the database taken page by page from one snapshot, so that writes going on do not restart it.
@safe final class Backup {
    private let source: Connection
    private let target: Connection
    private let handle: OpaquePointer

    /// About 16 MiB a step.
    private static let pagesPerStep: Int32 = 4000

    /// - Parameter folder: made when it is missing; must not hold a store.
    init(from source: Connection, to folder: StoreFolder) throws(StoreError) {
        guard StoreFolder.kind(of: folder.path) == .missing else {
            throw .engine("\(folder.path) exists: name a new folder for the backup.")
        }
        try folder.prepare()
        self.source = source
        try source.execute("BEGIN")
        _ = try source.integer("SELECT sequence FROM counters")
        target = try Connection(path: folder.database, mode: .create)
        guard let handle = unsafe sqlite3_backup_init(target.handle, "main", source.handle, "main") else {
            throw unsafe SQLiteFault.error(sqlite3_errcode(target.handle), target.handle, "backup")
        }
        unsafe self.handle = handle
    }

    deinit { finish() }

    private var isFinished = false

    func finish() {
        if isFinished { return }
        isFinished = true
        unsafe sqlite3_backup_finish(handle)
        target.close()
        source.close()
    }

    /// Copies some pages.
    /// - Returns: the part that is done, nil when all is.
    func step() throws(StoreError) -> Double? {
        let code = unsafe sqlite3_backup_step(handle, Self.pagesPerStep)
        if code == SQLITE_DONE { return nil }
        guard code == SQLITE_OK else { throw unsafe SQLiteFault.error(code, target.handle, "backup") }
        let whole = unsafe sqlite3_backup_pagecount(handle)
        let left = unsafe sqlite3_backup_remaining(handle)
        return whole == 0 ? 0 : Double(whole - left) / Double(whole)
    }
}
