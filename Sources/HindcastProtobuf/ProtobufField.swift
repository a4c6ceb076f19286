/// One field as it stands on the wire.
public struct ProtobufField: Hashable, Sendable {
    /// The field's number, from 1 to 536870911.
    public let number: Int
    /// What the field holds.
    public let value: ProtobufValue

    /// Puts a field together.
    @inlinable
    public init(number: Int, value: ProtobufValue) {
        self.number = number
        self.value = value
    }
}

/// What a field holds, by wire type.
public enum ProtobufValue: Hashable, Sendable {
    /// Integers, booleans and enumerations; signed ones in two's complement.
    case varint(UInt64)
    /// Eight bytes: `fixed64`, `sfixed64`, or a `double` by its bit pattern.
    case fixed64(UInt64)
    /// Four bytes: `fixed32`, `sfixed32`, or a `float` by its bit pattern.
    case fixed32(UInt32)
    /// A string, bytes, a message or a packed list: where it lies in the bytes that were read.
    case bytes(Range<Int>)
}
