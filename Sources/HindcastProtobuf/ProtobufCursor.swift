/// Walks over the fields of one message.
///
/// A cursor remembers only where it stands; the bytes are handed to each call, so that walking
/// retains and copies nothing. Hand in the same bytes each time: with others the fields are garbage, and
/// with fewer bytes than the range the process stops.
public struct ProtobufCursor: Sendable {
    /// Where the next field starts.
    public var offset: Int {
        @inlinable get { position }
    }
    @usableFromInline var position: Int
    /// Where the message ends.
    public let end: Int

    /// Starts at the beginning of the message that fills `range`.
    @inlinable
    public init(_ range: Range<Int>) {
        self.init(from: range.lowerBound, to: range.upperBound)
    }

    @usableFromInline
    init(from offset: Int, to end: Int) {
        self.position = offset
        self.end = end
    }

    /// The next field, or nil at the end of the message.
    ///
    /// Throws `ProtobufError`; after an error the cursor must not be used again.
    @inlinable
    public mutating func next(in bytes: Span<UInt8>) throws(ProtobufError) -> ProtobufField? {
        let start = position
        guard start < end else { return nil }
        let tag = try varint(in: bytes)
        let number = tag >> 3
        guard number > 0, number <= 536_870_911 else { throw ProtobufError(.fieldNumber, at: start) }
        let value: ProtobufValue
        switch tag & 7 {
        case 0: value = .varint(try varint(in: bytes))
        case 1: value = .fixed64(try fixed(in: bytes, as: UInt64.self))
        case 2: value = .bytes(try lengthDelimited(in: bytes))
        case 5: value = .fixed32(try fixed(in: bytes, as: UInt32.self))
        case 3, 4: throw ProtobufError(.group, at: start)
        default: throw ProtobufError(.wireType, at: start)
        }
        return ProtobufField(number: Int(truncatingIfNeeded: number), value: value)
    }

    /// One bare varint, as packed lists hold them, or nil at the end.
    @inlinable
    public mutating func nextVarint(in bytes: Span<UInt8>) throws(ProtobufError) -> UInt64? {
        position < end ? try varint(in: bytes) : nil
    }

    @inlinable @inline(__always)
    mutating func varint(in bytes: Span<UInt8>) throws(ProtobufError) -> UInt64 {
        if position < end {
            let byte = bytes[position]
            if byte < 0x80 {
                position += 1
                return UInt64(byte)
            }
        }
        return try longVarint(in: bytes)
    }

    @usableFromInline
    mutating func longVarint(in bytes: Span<UInt8>) throws(ProtobufError) -> UInt64 {
        let start = position
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while position < end {
            let byte = bytes[position]
            position += 1
            // Bits beyond the 64th are dropped, as every other implementation does.
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
            shift += 7
            guard shift < 70 else { throw ProtobufError(.varintTooLong, at: start) }
        }
        throw ProtobufError(.truncated, at: start)
    }

    @inlinable @inline(__always)
    mutating func fixed<Word: FixedWidthInteger & BitwiseCopyable>(
        in bytes: Span<UInt8>, as type: Word.Type
    ) throws(ProtobufError) -> Word {
        let byteCount = MemoryLayout<Word>.size
        guard end - position >= byteCount else { throw ProtobufError(.truncated, at: position) }
        let word = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: position, as: type)
        position += byteCount
        return Word(littleEndian: word)
    }

    @inlinable @inline(__always)
    mutating func lengthDelimited(in bytes: Span<UInt8>) throws(ProtobufError) -> Range<Int> {
        let start = position
        let length = try varint(in: bytes)
        guard length <= UInt64(end - position) else { throw ProtobufError(.lengthPastEnd, at: start) }
        let first = position
        position = first + Int(length)
        return first..<position
    }
}
