import HindcastBytes

/// Names one run: 16 bytes, never all zero. Printed as 32 lowercase hex digits; a UUID with hyphens is accepted.
public struct TraceID: Hashable, Sendable, Comparable {
    /// The first 8 bytes as a big-endian number.
    public let high: UInt64
    /// The last 8 bytes as a big-endian number.
    public let low: UInt64

    /// Takes both halves as they are.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads 16 bytes, most significant first. Nil for any other length and for the all-zero id.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        self.init(high: bigEndian(bytes.prefix(8)), low: bigEndian(bytes.suffix(8)))
        if high == 0, low == 0 { return nil }
    }

    /// Reads 32 hex digits in either case, with or without the hyphens of a UUID.
    public init?(_ text: String) {
        guard text.utf8.count <= 64, let bytes = Hex.decode(text.filter { $0 != "-" }) else { return nil }
        self.init(bytes: bytes)
    }

    /// A new one in the shape of a UUID of version 4, from the system's cryptographic generator.
    public static func random() -> TraceID {
        let id = RecordID.random()
        return TraceID(high: id.high, low: id.low)
    }

    /// The 16 bytes as they travel.
    public var bytes: [UInt8] { bigEndianBytes(high) + bigEndianBytes(low) }

    public static func < (left: Self, right: Self) -> Bool {
        left.high == right.high ? left.low < right.low : left.high < right.high
    }
}

extension TraceID: CustomStringConvertible {
    public var description: String { Hex.encode(high) + Hex.encode(low) }
}
