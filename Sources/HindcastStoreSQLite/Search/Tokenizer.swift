import CSQLite
import HindcastStore

/// The tokenizer of SQLite's full-text search, which folds case and accents: one for the index, for what is searched
/// and for what is marked in a snippet.
@safe final class Tokenizer {
    struct Token {
        var folded: [UInt8]
        /// Bytes of the text.
        var range: Range<Int>
    }

    private let connection: Connection
    private let methods: fts5_tokenizer
    private let handle: OpaquePointer

    init(_ connection: Connection) throws(StoreError) {
        self.connection = connection
        let failure = StoreError.engine("This SQLite has no full-text search (FTS5): use one that has.")
        guard let api = unsafe Self.api(connection) else { throw failure }
        var userData: UnsafeMutableRawPointer?
        var methods = fts5_tokenizer()
        guard unsafe api.pointee.xFindTokenizer(api, "unicode61", &userData, &methods) == SQLITE_OK else {
            throw failure
        }
        var made: OpaquePointer?
        let code = unsafe Self.withArguments(["remove_diacritics", "2"]) { arguments, count in
            unsafe methods.xCreate(userData, arguments, count, &made)
        }
        guard code == SQLITE_OK, let made = unsafe made else { throw failure }
        self.methods = methods
        unsafe handle = unsafe made
    }

    deinit { unsafe methods.xDelete(handle) }

    private static let pointerName: StaticString = "fts5_api_ptr"

    private static func api(_ connection: Connection) -> UnsafeMutablePointer<fts5_api>? {
        var statement: OpaquePointer?
        guard
            unsafe sqlite3_prepare_v2(connection.handle, "SELECT fts5(?1)", -1, &statement, nil) == SQLITE_OK
        else {
            return nil
        }
        defer { unsafe sqlite3_finalize(statement) }
        var api: UnsafeMutablePointer<fts5_api>?
        unsafe withUnsafeMutablePointer(to: &api) { pointer in
            unsafe pointerName.utf8Start.withMemoryRebound(to: CChar.self, capacity: 13) { name in
                _ = unsafe sqlite3_bind_pointer(statement, 1, pointer, name, nil)
            }
            _ = unsafe sqlite3_step(statement)
        }
        return unsafe api
    }

    private static func withArguments(
        _ arguments: [StaticString], _ body: (UnsafeMutablePointer<UnsafePointer<CChar>?>?, Int32) -> Int32
    ) -> Int32 {
        var pointers: [UnsafePointer<CChar>?] = unsafe arguments.map { text in
            unsafe UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
        }
        return unsafe pointers.withUnsafeMutableBufferPointer { buffer in
            unsafe body(buffer.baseAddress, Int32(buffer.count))
        }
    }

    private final class Visit {
        let body: (Token) -> Bool
        init(_ body: @escaping (Token) -> Bool) { self.body = body }
    }

    /// Calls `body` with each token in order until it answers false.
    func visit(_ text: [UInt8], _ body: (Token) -> Bool) {
        withoutActuallyEscaping(body) { body in
            let visit = Visit(body)
            let context = unsafe Unmanaged.passUnretained(visit).toOpaque()
            unsafe text.withUnsafeBytes { bytes in
                guard let base = bytes.baseAddress else { return }
                let characters = unsafe base.assumingMemoryBound(to: CChar.self)
                _ = unsafe methods.xTokenize(
                    handle, context, FTS5_TOKENIZE_DOCUMENT, characters, Int32(clamping: bytes.count)
                ) { context, _, token, length, start, end in
                    guard let context = unsafe context, let token = unsafe token else { return SQLITE_DONE }
                    let visit = unsafe Unmanaged<Visit>.fromOpaque(context).takeUnretainedValue()
                    let folded = unsafe Array(UnsafeRawBufferPointer(start: token, count: Int(length)))
                    let found = Token(folded: folded, range: Int(start)..<max(Int(start), Int(end)))
                    return visit.body(found) ? SQLITE_OK : SQLITE_DONE
                }
            }
            withExtendedLifetime(visit) {}
        }
    }

    func tokens(_ text: String) -> [[UInt8]] { tokens(Array(text.utf8)) }

    func tokens(_ text: [UInt8]) -> [[UInt8]] {
        var tokens: [[UInt8]] = []
        visit(text) { token in
            tokens.append(token.folded)
            return true
        }
        return tokens
    }
}
