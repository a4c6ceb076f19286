import CCommitLog
import CSQLite
import HindcastStore

/// One connection to one database file. Used by one thread at a time; its owner sees to that.
@safe final class Connection {
    enum Mode { case create, readWrite, readOnly }

    let handle: OpaquePointer
    private var statements: [String: Statement] = [:]

    init(path: String, mode: Mode) throws(StoreError) {
        let flags =
            switch mode {
            case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            case .readWrite: SQLITE_OPEN_READWRITE
            case .readOnly: SQLITE_OPEN_READONLY
            }
        let writes = mode != .readOnly
        guard Self.configuration == SQLITE_OK else { throw .engine("SQLite could not be set up.") }
        var opened: OpaquePointer?
        let code = unsafe sqlite3_open_v2(
            path, &opened, flags | SQLITE_OPEN_NOMUTEX, writes ? HINDCAST_COMMIT_LOG : nil)
        guard code == SQLITE_OK, let opened = unsafe opened else {
            let error = unsafe SQLiteFault.error(code, opened, "open \(path)")
            unsafe sqlite3_close_v2(opened)
            throw error
        }
        unsafe handle = opened
        unsafe sqlite3_extended_result_codes(handle, 1)
        unsafe sqlite3_busy_timeout(handle, Self.busyMilliseconds)
    }

    /// Done once, before the first connection of the process.
    private static let configuration: Int32 = {
        _ = hindcast_sqlite_without_memory_counts()
        return hindcast_commit_log_register()
    }()

    deinit { close() }

    private var isClosed = false

    /// The last connection that closes folds the log back into the file. Nothing may be asked of it afterwards.
    func close() {
        if isClosed { return }
        isClosed = true
        statements.removeAll()
        unsafe sqlite3_close_v2(handle)
    }

    /// A second process (a key being created) holds the write lock for moments only.
    static let busyMilliseconds: Int32 = 10_000

    /// The cached statement for a text; texts are constants or come from a bounded set of filters.
    func statement(_ sql: String) throws(StoreError) -> Statement {
        if let known = statements[sql] { return known }
        if statements.count >= Self.statementsMax { statements.removeAll() }
        let fresh = try Statement(sql, on: self)
        statements[sql] = fresh
        return fresh
    }

    /// Filters of the trace list make texts of their own; beyond this many the cache starts anew.
    static let statementsMax = 256

    /// Runs a script of constant text.
    func execute(_ sql: String) throws(StoreError) {
        let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
        if code != SQLITE_OK { throw unsafe SQLiteFault.error(code, handle, sql) }
    }

    /// The first column of the first row, for pragmas and counts; nil without a row or a value.
    func integer(_ sql: String) throws(StoreError) -> Int64? {
        let statement = try Statement(sql, on: self)
        return try statement.step() ? statement.optionalInt64(0) : nil
    }

    func text(_ sql: String) throws(StoreError) -> String? {
        let statement = try Statement(sql, on: self)
        return try statement.step() ? statement.text(0) : nil
    }

    var changeCount: Int { Int(unsafe sqlite3_changes(handle)) }

    /// All or nothing. The body's error is thrown again after the rollback.
    func transaction<Value>(_ body: () throws(StoreError) -> Value) throws(StoreError) -> Value {
        try statement("BEGIN IMMEDIATE").run()
        do {
            let value = try body()
            try statement("COMMIT").run()
            return value
        } catch {
            rollback()
            throw error
        }
    }

    /// A stable view for several reads.
    func snapshot<Value>(_ body: () throws(StoreError) -> Value) throws(StoreError) -> Value {
        try statement("BEGIN").run()
        defer { rollback() }
        return try body()
    }

    private func rollback() {
        if unsafe sqlite3_get_autocommit(handle) == 0 {
            unsafe sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
        }
    }
}
