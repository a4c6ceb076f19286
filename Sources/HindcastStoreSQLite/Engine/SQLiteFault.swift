import CSQLite
import HindcastStore

/// Turns SQLite's result codes into the port's errors.
enum SQLiteFault {
    /// - Parameter doing: the statement or step that failed, shortened for the reader.
    static func error(_ code: Int32, _ database: OpaquePointer?, _ doing: String) -> StoreError {
        let said = unsafe database.flatMap { unsafe sqlite3_errmsg($0) } ?? sqlite3_errstr(code)
        let words = unsafe said.map { unsafe String(cString: $0) } ?? "code \(code)"
        // One line: what a person reads is one sentence, whatever statement failed.
        let statement = doing.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(80)
        let context = "\(words) (SQLite \(code), \(statement))"
        switch code & 0xff {
        case SQLITE_FULL: return .full("No space is left on the device that holds the store: \(context).")
        case SQLITE_IOERR where isAboutSpace(code):
            return .full("The device that holds the store refused a write: \(context).")
        case SQLITE_CORRUPT, SQLITE_NOTADB:
            return .corrupt(
                "The store is damaged or is not a Hindcast store: \(words) (SQLite \(code)). Restore a backup."
            )
        case SQLITE_READONLY, SQLITE_PERM:
            return .readOnly("The store's folder cannot be written: \(context).")
        case SQLITE_BUSY, SQLITE_LOCKED:
            return .locked("Another process is writing to the store: \(context).")
        default: return .engine(context)
        }
    }

    /// Writes and truncations that fail for want of space or because the device failed; what was committed stays.
    private static func isAboutSpace(_ code: Int32) -> Bool {
        let detail = code >> 8
        // SQLITE_IOERR_WRITE, _FSYNC, _TRUNCATE, _SHMSIZE: the macros are not visible to Swift.
        return [3, 4, 6, 19].contains(detail)
    }
}
