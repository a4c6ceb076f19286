/// Walks over the fields of one message.
///
/// A cursor remembers only where it stands; the bytes are handed to each call, so that walking
/// retains and copies nothing. Hand in the same bytes each time: with others the fields are garbage, and
/// with fewer bytes than the range the process stops.
public struct ProtobufCursor: Sendable {
    /// Where the next field starts.
    public private(set) var offset: Int
    /// Where the message ends.
    public let end: Int

    /// Starts at the beginning of the message that fills `range`.
    @inlinable
    public init(_ range: Range<Int>) {
        self.init(from: range.lowerBound, to: range.upperBound)
    }

    @usableFromInline
    init(from offset: Int, to end: Int) {
        self.offset = offset
        self.end = end
    }

    /// The next field, or nil at the end of the message.
    ///
    /// Throws `ProtobufError`; after an error the cursor must not be used again.
    public mutating func next(in bytes: Span<UInt8>) throws(ProtobufError) -> ProtobufField? {
        let start = offset
        guard start < end else { return nil }
        let tag = try varint(in: bytes)
        let number = tag >> 3
        guard number > 0, number <= 536_870_911 else { throw ProtobufError(.fieldNumber, at: start) }
        let value: ProtobufValue
        switch tag & 7 {
        case 0: value = .varint(try varint(in: bytes))
        case 1: value = .fixed64(try fixed(in: bytes, count: 8))
        case 2: value = .bytes(try lengthDelimited(in: bytes))
        case 5: value = .fixed32(UInt32(truncatingIfNeeded: try fixed(in: bytes, count: 4)))
        case 3, 4: throw ProtobufError(.group, at: start)
        default: throw ProtobufError(.wireType, at: start)
        }
        return ProtobufField(number: Int(truncatingIfNeeded: number), value: value)
    }

    /// One bare varint, as packed lists hold them, or nil at the end.
    public mutating func nextVarint(in bytes: Span<UInt8>) throws(ProtobufError) -> UInt64? {
        offset < end ? try varint(in: bytes) : nil
    }

    @inline(__always)
    private mutating func varint(in bytes: Span<UInt8>) throws(ProtobufError) -> UInt64 {
        if offset < end {
            let byte = bytes[offset]
            if byte < 0x80 {
                offset += 1
                return UInt64(byte)
            }
        }
        return try longVarint(in: bytes)
    }

    private mutating func longVarint(in bytes: Span<UInt8>) throws(ProtobufError) -> UInt64 {
        let start = offset
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while offset < end {
            let byte = bytes[offset]
            offset += 1
            // Bits beyond the 64th are dropped, as every other implementation does.
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
            shift += 7
            guard shift < 70 else { throw ProtobufError(.varintTooLong, at: start) }
        }
        throw ProtobufError(.truncated, at: start)
    }

    @inline(__always)
    private mutating func fixed(in bytes: Span<UInt8>, count: Int) throws(ProtobufError) -> UInt64 {
        guard end - offset >= count else { throw ProtobufError(.truncated, at: offset) }
        var value: UInt64 = 0
        for index in 0..<count { value |= UInt64(bytes[offset + index]) << UInt64(8 * index) }
        offset += count
        return value
    }

    @inline(__always)
    private mutating func lengthDelimited(in bytes: Span<UInt8>) throws(ProtobufError) -> Range<Int> {
        let start = offset
        let length = try varint(in: bytes)
        guard length <= UInt64(end - offset) else { throw ProtobufError(.lengthPastEnd, at: start) }
        let first = offset
        offset = first + Int(length)
        return first..<offset
    }
}
