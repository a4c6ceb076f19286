import HindcastBytes
import HindcastModel
import HindcastStore

/// Opaque text that names the last row of a page.
enum Cursor {
    static func encode(_ trace: TraceSummary) -> String {
        encode(trace.start, trace.id.bytes)
    }

    static func trace(_ text: String) throws(StoreError) -> (start: Int64, trace: TraceID) {
        let place = try place(text)
        guard let trace = TraceID(bytes: place.id) else { throw bad(text) }
        return (place.time, trace)
    }

    /// For lists by time and then by an id of 16 bytes.
    static func encode(_ time: Timestamp, _ id: [UInt8]) -> String {
        Hex.encode(UInt64(bitPattern: time.nanoseconds)) + Hex.encode(id)
    }

    static func place(_ text: String) throws(StoreError) -> (time: Int64, id: [UInt8]) {
        guard text.utf8.count == 48, let bytes = Hex.decode(text) else { throw bad(text) }
        return (
            Int64(bitPattern: bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }), Array(bytes.suffix(16))
        )
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
