import HindcastStore

/// Consecutive contents, compressed together: neighbours of one run resemble each other.
///
/// Stored form: a version byte, then one zstd frame over the table (per entry: kind, project, length) and the bytes of
/// all entries in order.
struct Pack: Sendable {
    struct Entry: Sendable, Equatable {
        var kind: ContentKind
        var project: Int64
        var range: Range<Int>
    }

    let first: Int64
    let entries: [Entry]
    /// Table and contents, decompressed.
    let bytes: [UInt8]

    static let version: UInt8 = 1

    func covers(_ content: Int64) -> Bool { content >= first && content - first < Int64(entries.count) }

    /// Nil for a number outside the pack and for a freed content.
    func entry(_ content: Int64) -> Entry? {
        guard covers(content) else { return nil }
        let entry = entries[Int(content - first)]
        return entry.kind == .gone ? nil : entry
    }

    func content(_ content: Int64) -> [UInt8]? {
        entry(content).map { Array(bytes[$0.range]) }
    }
}

extension Pack {
    /// Reads the stored form. Throws `corrupt` for anything that `PackBuilder` cannot have written.
    init(
        first: Int64, count: Int, rawBytes: Int, stored: [UInt8], codec: PackCodec
    ) throws(StoreError) {
        let damage = StoreError.corrupt("The pack of contents from \(first) on is damaged. Restore a backup.")
        guard stored.first == Self.version, count >= 0, rawBytes >= 0, rawBytes <= PackBuilder.rawBytesMax
        else {
            throw damage
        }
        guard let bytes = codec.decompress(stored.span.extracting(1..<stored.count), rawBytes: rawBytes)
        else {
            throw damage
        }
        var reader = VarintReader(bytes)
        var lengths: [(kind: ContentKind, project: Int64, length: Int)] = []
        guard count <= bytes.count else { throw damage }
        lengths.reserveCapacity(count)
        for _ in 0..<count {
            guard let kind = reader.unsigned().flatMap({ $0 < 256 ? ContentKind(rawValue: UInt8($0)) : nil }),
                let project = reader.unsigned(), project <= UInt64(Int64.max), let length = reader.count()
            else { throw damage }
            lengths.append((kind, Int64(project), length))
        }
        var entries: [Entry] = []
        entries.reserveCapacity(count)
        var offset = reader.offset
        for item in lengths {
            guard item.length <= bytes.count - offset else { throw damage }
            entries.append(
                Entry(kind: item.kind, project: item.project, range: offset..<offset + item.length))
            offset += item.length
        }
        guard offset == bytes.count else { throw damage }
        self.init(first: first, entries: entries, bytes: bytes)
    }
}
