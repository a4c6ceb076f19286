import HindcastBytes

/// Names something that a person, a judge or a client wrote: 16 bytes, drawn at random, printed as a UUID of version 4.
public struct RecordID: Hashable, Sendable, Comparable {
    /// The first 8 bytes as a big-endian number.
    public let high: UInt64
    /// The last 8 bytes as a big-endian number.
    public let low: UInt64

    /// Takes both halves as they are.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A new one, from the system's cryptographic generator: who does not know an id cannot guess it.
    public static func random() -> RecordID {
        let bytes = Randomness.bytes(16)
        let high = bigEndian(bytes.prefix(8)) & 0xffff_ffff_ffff_0fff | 0x4000
        return RecordID(high: high, low: bigEndian(bytes.suffix(8)) & (1 << 62 - 1) | 1 << 63)
    }

    /// Reads 16 bytes, most significant first. Nil for any other length.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        self.init(high: bigEndian(bytes.prefix(8)), low: bigEndian(bytes.suffix(8)))
    }

    /// Reads a UUID of any version, in either case, with or without its hyphens.
    public init?(_ text: String) {
        guard text.utf8.count <= 64, let bytes = Hex.decode(text.filter { $0 != "-" }) else { return nil }
        self.init(bytes: bytes)
    }

    /// The 16 bytes as they are stored.
    public var bytes: [UInt8] { bigEndianBytes(high) + bigEndianBytes(low) }

    public static func < (left: Self, right: Self) -> Bool {
        left.high == right.high ? left.low < right.low : left.high < right.high
    }
}

extension RecordID: CustomStringConvertible {
    /// A lower-case UUID.
    public var description: String { uuidText(high: high, low: low) }
}

/// 32 lower-case hex digits in the groups of a UUID.
func uuidText(high: UInt64, low: UInt64) -> String {
    var digits = Substring(Hex.encode(high) + Hex.encode(low))
    var groups: [Substring] = []
    for length in [8, 4, 4, 4, 12] {
        groups.append(digits.prefix(length))
        digits.removeFirst(length)
    }
    return groups.joined(separator: "-")
}
