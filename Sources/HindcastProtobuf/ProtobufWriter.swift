/// Appends protobuf fields to a byte array.
public struct ProtobufWriter: Sendable {
    public private(set) var bytes: [UInt8] = []

    public init() {}

    public init(reserving capacity: Int) { bytes.reserveCapacity(capacity) }

    public mutating func varint(_ field: Int, _ value: UInt64) {
        tag(field, 0)
        raw(varint: value)
    }

    public mutating func int64(_ field: Int, _ value: Int64) { varint(field, UInt64(bitPattern: value)) }

    public mutating func bool(_ field: Int, _ value: Bool) { varint(field, value ? 1 : 0) }

    public mutating func double(_ field: Int, _ value: Double) { fixed64(field, value.bitPattern) }

    public mutating func fixed64(_ field: Int, _ value: UInt64) {
        tag(field, 1)
        for shift in stride(from: UInt64(0), to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    public mutating func fixed32(_ field: Int, _ value: UInt32) {
        tag(field, 5)
        for shift in stride(from: UInt32(0), to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    public mutating func string(_ field: Int, _ value: String) {
        tag(field, 2)
        raw(varint: UInt64(value.utf8.count))
        bytes.append(contentsOf: value.utf8)
    }

    public mutating func bytes(_ field: Int, _ value: [UInt8]) {
        tag(field, 2)
        raw(varint: UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    public mutating func bytes(_ field: Int, _ value: Span<UInt8>) {
        tag(field, 2)
        raw(varint: UInt64(value.count))
        append(value)
    }

    /// Bytes as they stand, without tag and length.
    public mutating func append(_ value: Span<UInt8>) {
        unsafe value.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    }

    /// A message written in place; its length is put in front when it is known.
    public mutating func message(_ field: Int, _ write: (inout ProtobufWriter) -> Void) {
        let start = beginMessage(field)
        write(&self)
        endMessage(start)
    }

    /// Opens a message for a caller that cannot work inside a closure. What is written next is in it, until
    /// `endMessage` with the mark given here; messages close in the reverse order of their opening.
    public mutating func beginMessage(_ field: Int) -> Int {
        tag(field, 2)
        bytes.append(0)
        return bytes.count
    }

    /// Closes the message that `beginMessage` opened at this mark.
    public mutating func endMessage(_ start: Int) {
        let length = bytes.count - start
        if length < 0x80 {
            bytes[start - 1] = UInt8(length)
        } else {
            var prefix = ProtobufWriter()
            prefix.raw(varint: UInt64(length))
            bytes.replaceSubrange(start - 1..<start, with: prefix.bytes)
        }
    }

    private mutating func tag(_ field: Int, _ wireType: UInt64) {
        raw(varint: UInt64(field) << 3 | wireType)
    }

    private mutating func raw(varint value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
