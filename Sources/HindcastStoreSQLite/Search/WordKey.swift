#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where a word stands in the index: the number of its project, then its bytes. Keys come by the million in ascending
/// order, so each takes the room of the one before, of which it often keeps the beginning.
struct WordKey {
    /// At least `count` bytes.
    private var room: [UInt8]
    private(set) var count: Int

    init(_ bytes: [UInt8] = []) {
        room = bytes
        count = bytes.count
    }

    /// What stands before all words of a project.
    static func prefix(project: Int64) -> [UInt8] {
        stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: project >> Int64($0)) }
    }

    var bytes: [UInt8] { Array(room[..<count]) }

    subscript(offset: Int) -> UInt8 { room[offset] }

    /// Keeps the first `shared` bytes.
    mutating func replace(from shared: Int, with rest: Span<UInt8>) {
        count = shared + rest.count
        if room.count < count {
            // Room for longer ones, too: it is made once or twice.
            room.append(contentsOf: repeatElement(0, count: count))
        }
        var bytes = room.mutableSpan
        for offset in rest.indices { bytes[shared &+ offset] = rest[offset] }
    }

    /// Keeps the first `shared` bytes, which both have, and takes over the rest of the other one.
    mutating func replace(from shared: Int, by other: WordKey) {
        replace(from: shared, with: other.room.span.extracting(shared..<other.count))
    }

    mutating func removeAll() { count = 0 }

    /// How many bytes two keys have in common from their start.
    func shared(with other: WordKey) -> Int {
        let (left, right) = (room.span, other.room.span)
        let most = min(count, other.count)
        var shared = 0
        // Eight bytes a step: all keys of a project have as many in common.
        while shared &+ 8 <= most, Self.load(left, shared) == Self.load(right, shared) { shared &+= 8 }
        while shared < most, left[shared] == right[shared] { shared &+= 1 }
        return shared
    }

    @inline(__always)
    private static func load(_ bytes: Span<UInt8>, _ offset: Int) -> UInt64 {
        unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
    }

    func starts(with other: WordKey) -> Bool { shared(with: other) == other.count }

    /// Negative when this one comes first, 0 when they are the same.
    func order(_ other: WordKey) -> Int {
        let common = unsafe memcmp(room, other.room, min(count, other.count))
        return common != 0 ? Int(common) : count - other.count
    }

    /// Puts what follows the shared bytes behind `bytes`.
    func append(from shared: Int, to bytes: inout VarintWriter) {
        bytes.raw(room.span.extracting(shared..<count))
    }
}
