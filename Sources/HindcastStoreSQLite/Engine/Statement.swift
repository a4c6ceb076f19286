import CSQLite
import HindcastModel
import HindcastStore

/// A prepared statement. Columns are read between a `step` that answered true and the next `step` or `reset`.
@safe final class Statement {
    private let handle: OpaquePointer
    private unowned let connection: Connection

    init(_ sql: String, on connection: Connection) throws(StoreError) {
        self.connection = connection
        var prepared: OpaquePointer?
        let code = unsafe sqlite3_prepare_v3(
            connection.handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard code == SQLITE_OK, let prepared = unsafe prepared else {
            throw unsafe SQLiteFault.error(code, connection.handle, sql)
        }
        unsafe handle = prepared
    }

    deinit { unsafe sqlite3_finalize(handle) }

    /// SQLite copies what is bound before the call returns.
    private static var copy: sqlite3_destructor_type {
        unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    }

    func bind(_ index: Int32, _ value: Int64) { unsafe sqlite3_bind_int64(handle, index, value) }
    func bind(_ index: Int32, _ value: Int) { unsafe sqlite3_bind_int64(handle, index, Int64(value)) }
    func bind(_ index: Int32, _ value: Double) { unsafe sqlite3_bind_double(handle, index, value) }
    func bindNull(_ index: Int32) { unsafe sqlite3_bind_null(handle, index) }

    func bind(_ index: Int32, _ value: Int64?) {
        if let value { bind(index, value) } else { bindNull(index) }
    }

    func bind(_ index: Int32, _ value: Double?) {
        if let value { bind(index, value) } else { bindNull(index) }
    }

    func bind(_ index: Int32, _ value: String) {
        var text = value
        text.withUTF8 { bytes in
            unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
                if let base = characters.baseAddress {
                    _ = unsafe sqlite3_bind_text(handle, index, base, Int32(characters.count), Self.copy)
                } else {
                    _ = unsafe sqlite3_bind_text(handle, index, "", 0, Self.copy)
                }
            }
        }
    }

    func bind(_ index: Int32, _ value: String?) {
        if let value { bind(index, value) } else { bindNull(index) }
    }

    func bind(_ index: Int32, _ value: [UInt8]) {
        unsafe value.withUnsafeBytes { bytes in
            if let base = bytes.baseAddress {
                _ = unsafe sqlite3_bind_blob64(handle, index, base, UInt64(bytes.count), Self.copy)
            } else {
                _ = unsafe sqlite3_bind_zeroblob(handle, index, 0)
            }
        }
    }

    func bind(_ index: Int32, _ value: [UInt8]?) {
        if let value { bind(index, value) } else { bindNull(index) }
    }

    /// Lets go of large bound values before the next use.
    func clearBindings() { unsafe sqlite3_clear_bindings(handle) }

    /// True when there is a row to read.
    func step() throws(StoreError) -> Bool {
        let code = unsafe sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        if code == SQLITE_DONE {
            unsafe sqlite3_reset(handle)
            return false
        }
        let error = unsafe SQLiteFault.error(code, connection.handle, sql)
        unsafe sqlite3_reset(handle)
        throw error
    }

    /// Runs to the end, for statements without rows.
    func run() throws(StoreError) {
        while try step() {}
    }

    /// Must follow a reading loop that ends early: an unfinished statement holds its snapshot.
    func reset() { unsafe sqlite3_reset(handle) }

    private var sql: String {
        guard let text = unsafe sqlite3_sql(handle) else { return "" }
        return unsafe String(cString: text)
    }

    func isNull(_ column: Int32) -> Bool { unsafe sqlite3_column_type(handle, column) == SQLITE_NULL }
    func isBlob(_ column: Int32) -> Bool { unsafe sqlite3_column_type(handle, column) == SQLITE_BLOB }
    func int64(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, column) }
    func int(_ column: Int32) -> Int { Int(unsafe sqlite3_column_int64(handle, column)) }
    func double(_ column: Int32) -> Double { unsafe sqlite3_column_double(handle, column) }
    func optionalInt64(_ column: Int32) -> Int64? { isNull(column) ? nil : int64(column) }
    func optionalDouble(_ column: Int32) -> Double? { isNull(column) ? nil : double(column) }

    func text(_ column: Int32) -> String {
        guard let bytes = unsafe sqlite3_column_text(handle, column) else { return "" }
        let count = Int(unsafe sqlite3_column_bytes(handle, column))
        return unsafe String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

    func blob(_ column: Int32) -> [UInt8] {
        guard let bytes = unsafe sqlite3_column_blob(handle, column) else { return [] }
        let count = Int(unsafe sqlite3_column_bytes(handle, column))
        return unsafe Array(UnsafeRawBufferPointer(start: bytes, count: count))
    }

    /// A blob of signed bytes, in one copy.
    func signedBytes(_ column: Int32) -> [Int8] {
        guard let bytes = unsafe sqlite3_column_blob(handle, column) else { return [] }
        let count = Int(unsafe sqlite3_column_bytes(handle, column))
        return unsafe Array(
            UnsafeRawBufferPointer(start: bytes, count: count).assumingMemoryBound(to: Int8.self))
    }

    /// A blob of words, as `bind(_:words:)` writes it; what is left over of a damaged one is not read.
    func words(_ column: Int32) -> [Int64] {
        guard let bytes = unsafe sqlite3_column_blob(handle, column) else { return [] }
        let count = Int(unsafe sqlite3_column_bytes(handle, column)) / 8
        return unsafe [Int64](unsafeUninitializedCapacity: count) { words, initialized in
            unsafe UnsafeMutableRawBufferPointer(words).copyMemory(
                from: UnsafeRawBufferPointer(start: bytes, count: count * 8))
            initialized = count
        }
    }

    /// Words as they lie in memory: the machines that run this are all little-endian.
    func bind(_ index: Int32, words: [Int64]) {
        unsafe words.withUnsafeBytes { bytes in
            if let base = bytes.baseAddress {
                _ = unsafe sqlite3_bind_blob64(handle, index, base, UInt64(bytes.count), Self.copy)
            } else {
                _ = unsafe sqlite3_bind_zeroblob(handle, index, 0)
            }
        }
    }

    /// An id of 16 bytes, without an array between; nil for any other length.
    func recordID(_ column: Int32) -> RecordID? {
        guard let bytes = unsafe sqlite3_column_blob(handle, column),
            unsafe sqlite3_column_bytes(handle, column) == 16
        else { return nil }
        return RecordID(
            high: UInt64(bigEndian: unsafe bytes.loadUnaligned(as: UInt64.self)),
            low: UInt64(bigEndian: unsafe bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    }

    func optionalBlob(_ column: Int32) -> [UInt8]? { isNull(column) ? nil : blob(column) }
}

extension Statement {
    func bind(_ index: Int32, _ value: TraceCondition.Value) {
        switch value {
        case .integer(let value): bind(index, value)
        case .real(let value): bind(index, value)
        case .text(let value): bind(index, value)
        case .blob(let value): bind(index, value)
        }
    }
}
