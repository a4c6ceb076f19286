import HindcastBytes
import HindcastModel
import HindcastStore

/// Opaque text that names the last row of a page.
enum Cursor {
    static func encode(_ trace: TraceSummary) -> String {
        Hex.encode(UInt64(bitPattern: trace.start.nanoseconds)) + trace.id.description
    }

    static func trace(_ text: String) throws(StoreError) -> (start: Int64, trace: TraceID) {
        guard text.utf8.count == 48, let bytes = Hex.decode(text),
            let trace = TraceID(bytes: bytes.suffix(16))
        else {
            throw bad(text)
        }
        return (Int64(bitPattern: bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }), trace)
    }

    static func encode(content: Int64, skip: Int) -> String {
        Hex.encode(UInt64(bitPattern: content)) + Hex.encode(UInt64(skip))
    }

    static func hit(_ text: String) throws(StoreError) -> (content: Int64, skip: Int) {
        guard text.utf8.count == 32, let bytes = Hex.decode(text) else { throw bad(text) }
        let content = Int64(bitPattern: bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
        let skip = bytes.suffix(8).reduce(0) { $0 << 8 | UInt64($1) }
        guard content > 0, skip <= UInt64(Int32.max) else { throw bad(text) }
        return (content, Int(skip))
    }

    private static func bad(_ text: String) -> StoreError {
        .badCursor("The cursor “\(text.prefix(64))” cannot be read: use one that an earlier page gave.")
    }
}
