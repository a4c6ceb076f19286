import HindcastStore

/// Names that repeat in every span (models, operations, a trace's labels), stored once and referred to by number.
/// Numbers are never used again, so a reader may remember them for ever.
final class StringTable {
    private let connection: Connection
    private var texts: [String: Int64] = [:]
    private var blobs: [[UInt8]: Int64] = [:]
    /// Enough for the names of a busy server; names that are all different would only fill memory.
    private static let cachedMax = 16_384

    init(_ connection: Connection) { self.connection = connection }

    func id(of text: String) throws(StoreError) -> Int64 {
        if let known = texts[text] { return known }
        let id = try store(Array(text.utf8))
        if texts.count >= Self.cachedMax { texts.removeAll(keepingCapacity: true) }
        texts[text] = id
        return id
    }

    func id(of text: String?) throws(StoreError) -> Int64? {
        guard let text else { return nil }
        return try id(of: text) as Int64
    }

    func id(of bytes: [UInt8]) throws(StoreError) -> Int64 {
        if let known = blobs[bytes] { return known }
        let id = try store(bytes)
        if blobs.count >= Self.cachedMax { blobs.removeAll(keepingCapacity: true) }
        blobs[bytes] = id
        return id
    }

    /// After a rollback, and after unused names were removed.
    func forget() {
        texts.removeAll()
        blobs.removeAll()
    }

    private func store(_ bytes: [UInt8]) throws(StoreError) -> Int64 {
        let find = try connection.statement("SELECT id FROM strings WHERE bytes = ?1")
        find.bind(1, bytes)
        defer { find.reset() }
        if try find.step() { return find.int64(0) }
        let insert = try connection.statement("INSERT INTO strings(bytes) VALUES (?1) RETURNING id")
        insert.bind(1, bytes)
        defer { insert.reset() }
        guard try insert.step() else { throw .engine("A name could not be stored.") }
        let id = insert.int64(0)
        _ = try insert.step()
        return id
    }
}
