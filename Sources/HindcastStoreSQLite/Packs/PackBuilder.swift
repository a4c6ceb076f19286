/// Collects contents with consecutive numbers and cuts them into packs.
struct PackBuilder {
    struct Sealed: Sendable {
        let first: Int64
        let count: Int
        let rawBytes: Int
        let stored: [UInt8]
    }

    /// A content is at most a request long (64 MiB by default, configurable); a pack holds one such and its table.
    static let rawBytesMax = 1 << 31

    let packBytesMax: Int
    let level: Int
    private let codec: PackCodec
    private var first: Int64
    private var count = 0
    private var table = VarintWriter()
    private var bytes: [UInt8] = []
    private(set) var sealed: [Sealed] = []

    init(first: Int64, packBytesMax: Int, level: Int, codec: PackCodec) {
        self.first = first
        self.codec = codec
        self.packBytesMax = packBytesMax
        self.level = level
    }

    /// Makes room for contents of so many bytes, as far as they fit into one pack.
    mutating func reserve(_ byteCount: Int) { bytes.reserveCapacity(min(byteCount, packBytesMax)) }

    mutating func add(_ kind: ContentKind, project: Int64, prefix: [UInt8] = [], _ content: [UInt8]) {
        add(kind, project: project, prefix: prefix, content[...])
    }

    mutating func add(_ kind: ContentKind, project: Int64, prefix: [UInt8] = [], _ content: ArraySlice<UInt8>)
    {
        let length = prefix.count + content.count
        if count > 0, bytes.count + length > packBytesMax { seal() }
        table.unsigned(UInt64(kind.rawValue))
        table.unsigned(UInt64(project))
        table.unsigned(UInt64(length))
        bytes.append(contentsOf: prefix)
        bytes.append(contentsOf: content)
        count += 1
    }

    mutating func seal() {
        guard count > 0 else { return }
        let raw = table.bytes + bytes
        let stored = [Pack.version] + codec.compress(raw, level: level)
        sealed.append(Sealed(first: first, count: count, rawBytes: raw.count, stored: stored))
        first += Int64(count)
        count = 0
        table = VarintWriter()
        bytes.removeAll(keepingCapacity: true)
    }
}
