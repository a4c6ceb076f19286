/// Finds an attribute by key: open addressing over entry indices, built once per span.
///
/// A convention asks for some sixty keys, a span has as many, and few of them are the same. So a key that is not there
/// must cost next to nothing: its length and its last byte are looked up first, and only a key that may be there is
/// hashed. A handful of entries needs no slots and is searched from its end.
struct KeyTable: Sendable {
    private let slots: [Int32]
    /// A bit for each pair of length and last byte that occurs.
    private var traits: InlineArray<4, UInt64> = [0, 0, 0, 0]

    /// The groups of a flattened list, events and resources seldom have more.
    private static let searchedEntriesMax = 8

    init(_ entries: [Attributes.Entry], in bytes: Span<UInt8>) {
        for entry in entries {
            let trait = Self.trait(bytes, entry.key)
            traits[trait >> 6] |= 1 << UInt64(trait & 63)
        }
        guard entries.count > Self.searchedEntriesMax else {
            slots = []
            return
        }
        var size = Self.searchedEntriesMax * 2
        while size < entries.count * 2 { size *= 2 }
        var slots = [Int32](repeating: -1, count: size)
        for (index, entry) in entries.enumerated() {
            var slot = Self.hash(bytes, entry.key) & (size - 1)
            // An equal key is replaced, so that the last one wins; a different one is stepped over.
            while slots[slot] >= 0,
                !entries[Int(slots[slot])].hasKey(bytes.extracting(entry.key), in: bytes)
            {
                slot = (slot + 1) & (size - 1)
            }
            slots[slot] = Int32(index)
        }
        self.slots = slots
    }

    func find(_ key: String, _ entries: [Attributes.Entry], in bytes: Span<UInt8>) -> Int? {
        let wanted = key.utf8Span.span
        let trait = Self.trait(wanted, 0..<wanted.count)
        guard traits[trait >> 6] & 1 << UInt64(trait & 63) != 0 else { return nil }
        if slots.isEmpty { return entries.lastIndex { $0.hasKey(wanted, in: bytes) } }
        let mask = slots.count - 1
        var slot = Self.hash(wanted, 0..<wanted.count) & mask
        while slots[slot] >= 0 {
            let index = Int(slots[slot])
            if entries[index].hasKey(wanted, in: bytes) { return index }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// One of 256 values. Keys of one family share their beginning, not their length and end.
    @inline(__always)
    private static func trait(_ bytes: Span<UInt8>, _ key: Range<Int>) -> Int {
        guard !key.isEmpty else { return 0 }
        return (key.count << 3 ^ Int(bytes[key.upperBound - 1])) & 255
    }

    /// Eight bytes a step, seeded at start-up so that a client cannot choose keys that collide.
    private static func hash(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        var state = seed ^ UInt64(truncatingIfNeeded: range.count)
        let raw = unsafe bytes.bytes
        var index = range.lowerBound
        while index + 8 <= range.upperBound {
            let word = unsafe raw.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self)
            state = mixed(state ^ word)
            index += 8
        }
        var tail: UInt64 = 0
        if range.count >= 8 {
            // The last eight bytes, some of them a second time.
            tail = unsafe raw.unsafeLoadUnaligned(
                fromUncheckedByteOffset: range.upperBound - 8, as: UInt64.self)
        } else {
            while index < range.upperBound {
                tail = tail << 8 | UInt64(bytes[index])
                index += 1
            }
        }
        return Int(truncatingIfNeeded: mixed(state ^ tail) >> 1)
    }

    private static func mixed(_ word: UInt64) -> UInt64 {
        let product = word.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return product.high ^ product.low
    }

    private static let seed = UInt64.random(in: .min ... .max)
}
