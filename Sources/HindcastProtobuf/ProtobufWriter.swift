/// Builds a protobuf message field by field.
public struct ProtobufWriter: Sendable {
    /// The message so far.
    public var bytes: [UInt8] = []

    /// Starts an empty message.
    public init() {}

    /// Starts an empty message with room for so many bytes.
    public init(reserving capacity: Int) { bytes.reserveCapacity(capacity) }

    /// Writes an unsigned integer, or an enumeration.
    public mutating func varint(_ field: Int, _ value: UInt64) {
        tag(field, wireType: 0)
        appendVarint(value)
    }

    /// Writes an `int64` or `int32`: negative numbers take ten bytes.
    public mutating func int64(_ field: Int, _ value: Int64) {
        varint(field, UInt64(bitPattern: value))
    }

    /// Writes a boolean.
    public mutating func bool(_ field: Int, _ value: Bool) {
        varint(field, value ? 1 : 0)
    }

    /// Writes a double.
    public mutating func double(_ field: Int, _ value: Double) {
        fixed64(field, value.bitPattern)
    }

    /// Writes eight bytes.
    public mutating func fixed64(_ field: Int, _ value: UInt64) {
        tag(field, wireType: 1)
        append(littleEndian: value, count: 8)
    }

    /// Writes four bytes.
    public mutating func fixed32(_ field: Int, _ value: UInt32) {
        tag(field, wireType: 5)
        append(littleEndian: UInt64(value), count: 4)
    }

    /// Writes a string.
    public mutating func string(_ field: Int, _ value: String) {
        bytes(field, value.utf8Span.span)
    }

    /// Writes bytes.
    public mutating func bytes(_ field: Int, _ value: some Collection<UInt8>) {
        tag(field, wireType: 2)
        appendVarint(UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    /// Writes bytes.
    public mutating func bytes(_ field: Int, _ value: Span<UInt8>) {
        tag(field, wireType: 2)
        appendVarint(UInt64(value.count))
        unsafe value.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    }

    /// Writes a message whose fields `body` writes.
    @inlinable
    public mutating func message<Failure: Error>(
        _ field: Int, _ body: (inout ProtobufWriter) throws(Failure) -> Void
    ) throws(Failure) {
        let mark = beginMessage(field)
        try body(&self)
        endMessage(mark)
    }

    /// Opens a message for a caller that cannot work inside a closure. What is written next is in it, until
    /// `endMessage` with the mark given here; messages close in the reverse order of their opening.
    public mutating func beginMessage(_ field: Int) -> Int {
        tag(field, wireType: 2)
        // Most messages are short: leave one byte for the length, and move the body when it is not enough.
        bytes.append(0)
        return bytes.count
    }

    /// Closes the message that `beginMessage` opened at this mark.
    public mutating func endMessage(_ mark: Int) {
        var length = UInt64(bytes.count - mark)
        let more = (63 - (length | 1).leadingZeroBitCount) / 7
        if more > 0 { bytes.insert(contentsOf: repeatElement(0, count: more), at: mark) }
        for place in mark - 1..<mark - 1 + more {
            bytes[place] = UInt8(truncatingIfNeeded: length) | 0x80
            length >>= 7
        }
        bytes[mark - 1 + more] = UInt8(length)
    }

    private mutating func tag(_ field: Int, wireType: UInt64) {
        precondition(field > 0 && field <= 536_870_911, "there is no protobuf field \(field)")
        appendVarint(UInt64(field) << 3 | wireType)
    }

    private mutating func appendVarint(_ value: UInt64) {
        bytes.append(addingCapacity: Self.varintBytesMax) { output in
            var rest = value
            while rest >= 0x80 {
                output.append(UInt8(truncatingIfNeeded: rest) | 0x80)
                rest >>= 7
            }
            output.append(UInt8(truncatingIfNeeded: rest))
        }
    }

    private static let varintBytesMax = 10

    private mutating func append(littleEndian value: UInt64, count: Int) {
        bytes.append(addingCapacity: count) { output in
            for index in 0..<count { output.append(UInt8(truncatingIfNeeded: value >> (UInt64(index) * 8))) }
        }
    }
}
