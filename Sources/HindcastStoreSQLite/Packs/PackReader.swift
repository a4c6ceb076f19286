import HindcastStore

/// Finds contents by number, on one connection.
final class PackReader {
    private let connection: Connection
    private let cache: PackCache
    private let codec = PackCodec()

    init(_ connection: Connection, cache: PackCache) {
        self.connection = connection
        self.cache = cache
    }

    /// The pack that holds the content; nil when none does.
    func pack(holding content: Int64) throws(StoreError) -> Pack? {
        let find = try connection.statement("SELECT max(first) FROM packs WHERE first <= ?1")
        find.bind(1, content)
        let found = try find.step() ? find.optionalInt64(0) : nil
        find.reset()
        guard let first = found else { return nil }
        if let known = cache.pack(first: first, covering: content) { return known }
        let load = try connection.statement("SELECT count, raw_bytes, bytes FROM packs WHERE first = ?1")
        load.bind(1, first)
        defer { load.reset() }
        guard try load.step(), content - first < load.int64(0) else { return nil }
        let pack = try Pack(
            first: first, count: load.int(0), rawBytes: load.int(1), stored: load.blob(2), codec: codec)
        cache.insert(pack)
        return pack
    }

    func content(_ id: Int64) throws(StoreError) -> [UInt8]? {
        try pack(holding: id)?.content(id)
    }

    func contents(_ ids: [Int64]) throws(StoreError) -> [Int64: [UInt8]] {
        var found: [Int64: [UInt8]] = [:]
        found.reserveCapacity(ids.count)
        var current: Pack?
        for id in ids.sorted() {
            if current?.covers(id) != true { current = try pack(holding: id) }
            found[id] = current?.content(id)
        }
        return found
    }
}
