import HindcastBytes

/// Names one operation inside a trace: 8 bytes, never zero. Printed as 16 lowercase hex digits.
public struct SpanID: Hashable, Sendable, Comparable {
    /// The bytes as one big-endian number.
    public let value: UInt64

    /// Takes the number as it is, zero too.
    public init(_ value: UInt64) { self.value = value }

    /// Reads 8 bytes, most significant first. Nil for any other length and for zero.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 8 else { return nil }
        self.init(bigEndian(bytes))
        if value == 0 { return nil }
    }

    /// Reads 16 hex digits, or a UUID whose first eight bytes are zero (the form Laminar's clients print).
    public init?(_ text: String) {
        guard text.utf8.count <= 64, var bytes = Hex.decode(text.filter { $0 != "-" }) else { return nil }
        if bytes.count == 16, bytes.prefix(8).allSatisfy({ $0 == 0 }) { bytes.removeFirst(8) }
        self.init(bytes: bytes)
    }

    /// The 8 bytes as they travel.
    public var bytes: [UInt8] { bigEndianBytes(value) }

    public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}

extension SpanID: CustomStringConvertible {
    public var description: String { Hex.encode(value) }
}

func bigEndian(_ bytes: some Collection<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
}

func bigEndianBytes(_ value: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * UInt64($0))) }
}
