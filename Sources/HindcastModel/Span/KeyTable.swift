/// Finds an attribute by key: open addressing over entry indices, built once per span.
/// A convention asks for some sixty keys and a span has as many, so a linear search would cost more than the parse.
struct KeyTable: Sendable {
    private let slots: [Int32]
    private let mask: Int

    init(_ entries: [Attributes.Entry], in bytes: Span<UInt8>) {
        guard !entries.isEmpty else {
            slots = []
            mask = 0
            return
        }
        var size = 8
        while size < entries.count * 2 { size *= 2 }
        var slots = [Int32](repeating: -1, count: size)
        for (index, entry) in entries.enumerated() {
            var slot = Self.hash(bytes, entry.key) & (size - 1)
            // An equal key is replaced, so that the last one wins; a different one is stepped over.
            while slots[slot] >= 0, !Self.equal(entries[Int(slots[slot])].key, entry.key, in: bytes) {
                slot = (slot + 1) & (size - 1)
            }
            slots[slot] = Int32(index)
        }
        self.slots = slots
        mask = size - 1
    }

    func find(_ key: String, _ entries: [Attributes.Entry], in bytes: Span<UInt8>) -> Int? {
        let wanted = key.utf8Span.span
        var slot = Self.hash(wanted, 0..<wanted.count) & mask
        while slots[slot] >= 0 {
            let index = Int(slots[slot])
            if entries[index].hasKey(wanted, in: bytes) { return index }
            slot = (slot + 1) & mask
        }
        return nil
    }

    private static func equal(_ left: Range<Int>, _ right: Range<Int>, in bytes: Span<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        for offset in 0..<left.count where bytes[left.lowerBound + offset] != bytes[right.lowerBound + offset]
        {
            return false
        }
        return true
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
        while index < range.upperBound {
            tail = tail << 8 | UInt64(bytes[index])
            index += 1
        }
        return Int(truncatingIfNeeded: mixed(state ^ tail) >> 1)
    }

    private static func mixed(_ word: UInt64) -> UInt64 {
        let product = word.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return product.high ^ product.low
    }

    private static let seed = UInt64.random(in: .min ... .max)
}
