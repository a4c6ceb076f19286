/// One field of a protobuf message.
public struct ProtobufField: Sendable {
    public let number: Int
    public let value: ProtobufValue
}

/// A field's value as the wire knows it; `bytes` covers strings, bytes and messages.
public enum ProtobufValue: Sendable {
    case varint(UInt64)
    case fixed64(UInt64)
    case fixed32(UInt32)
    case bytes(Range<Int>)
}

/// Why bytes are not a protobuf message, and where.
public enum ProtobufError: Error, Sendable, Equatable {
    case truncated(offset: Int)
    case varintTooLong(offset: Int)
    case badField(offset: Int)
    case badWireType(Int, offset: Int)
}

/// Walks the fields of a message. It holds two offsets and no bytes: the caller passes the same bytes to each call, so
/// that reading costs neither reference counting nor copies.
public struct ProtobufCursor: Sendable {
    private var offset: Int
    private let end: Int

    /// - Parameter range: where the message lies, without tag and length.
    public init(_ range: Range<Int>) {
        offset = range.lowerBound
        end = range.upperBound
    }

    /// The next field, nil at the end.
    /// - Throws: `ProtobufError`; the cursor must not be used afterwards.
    public mutating func next(in bytes: Span<UInt8>) throws(ProtobufError) -> ProtobufField? {
        guard offset < end else { return nil }
        let start = offset
        let tag = try varint(in: bytes)
        let number = tag >> 3
        guard number > 0, number < 1 << 29 else { throw .badField(offset: start) }
        return ProtobufField(number: Int(number), value: try value(wireType: Int(tag & 7), in: bytes, tag: start))
    }

    private mutating func value(
        wireType: Int, in bytes: Span<UInt8>, tag: Int
    ) throws(ProtobufError) -> ProtobufValue {
        switch wireType {
        case 0: return .varint(try varint(in: bytes))
        case 1: return .fixed64(try fixed(8, in: bytes))
        case 5: return .fixed32(UInt32(truncatingIfNeeded: try fixed(4, in: bytes)))
        case 2:
            let length = try varint(in: bytes)
            guard length <= UInt64(end - offset) else { throw .truncated(offset: offset) }
            defer { offset += Int(length) }
            return .bytes(offset..<offset + Int(length))
        default: throw .badWireType(wireType, offset: tag)
        }
    }

    private mutating func varint(in bytes: Span<UInt8>) throws(ProtobufError) -> UInt64 {
        guard offset < end else { throw .truncated(offset: offset) }
        let first = bytes[offset]
        if first < 0x80 {
            offset += 1
            return UInt64(first)
        }
        var result: UInt64 = 0
        var shift: UInt64 = 0
        let start = offset
        while offset < end {
            let byte = bytes[offset]
            offset += 1
            guard shift < 63 || byte <= 1 else { throw .varintTooLong(offset: start) }
            result |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return result }
            shift += 7
            guard shift < 70 else { throw .varintTooLong(offset: start) }
        }
        throw .truncated(offset: offset)
    }

    private mutating func fixed(_ count: Int, in bytes: Span<UInt8>) throws(ProtobufError) -> UInt64 {
        guard end - offset >= count else { throw .truncated(offset: offset) }
        var result: UInt64 = 0
        for index in 0..<count { result |= UInt64(bytes[offset + index]) << UInt64(8 * index) }
        offset += count
        return result
    }
}
