/// The form in which every exporter writes nearly every attribute: a key shorter than 128 bytes, then a value of one
/// field, nothing else. Recognised in one pass it costs a fifth of a walk over the fields of two messages; whatever
/// looks different is left to that walk, which alone decides what is malformed.
extension Attributes.Entry {
    /// Nil when the message has any other form.
    init?(readingUsualKeyValue range: Range<Int>, in bytes: Span<UInt8>) {
        let start = range.lowerBound
        let end = range.upperBound
        guard range.count >= 4, bytes[start] == Self.keyTag, bytes[start + 1] < 0x80 else { return nil }
        let keyStart = start + 2
        let keyEnd = keyStart + Int(bytes[start + 1])
        guard keyEnd + 2 <= end, bytes[keyEnd] == Self.valueTag,
            let value = Self.payload(at: keyEnd + 1, end: end, in: bytes)
        else { return nil }

        let type: Attributes.ValueType
        let bits: UInt64
        if value == end {
            type = .empty
            bits = 0
        } else {
            switch bytes[value] {
            case Self.stringTag:
                guard let text = Self.payload(at: value + 1, end: end, in: bytes) else { return nil }
                type = .string
                bits = UInt64(text) << 32 | UInt64(end)
            case Self.intTag:
                // Up to nine bytes carry 63 bits; a tenth means a negative number.
                guard let number = Self.varint(at: value + 1, end: end, bytesMax: 9, in: bytes),
                    number.end == end
                else { return nil }
                type = .int
                bits = number.value
            default: return nil
            }
        }
        self.init(
            keyStart: UInt32(truncatingIfNeeded: keyStart), keyEnd: UInt32(truncatingIfNeeded: keyEnd),
            wireStart: UInt32(truncatingIfNeeded: start), wireEnd: UInt32(truncatingIfNeeded: end),
            bits: bits,
            type: type)
    }

    /// Field number and wire type of `KeyValue.key`, `KeyValue.value`, `AnyValue.string_value` and `.int_value`.
    private static var keyTag: UInt8 { 0x0A }
    private static var valueTag: UInt8 { 0x12 }
    private static var stringTag: UInt8 { 0x0A }
    private static var intTag: UInt8 { 0x18 }

    /// Where the payload behind a length starts, if it reaches exactly to `end`.
    @inline(__always)
    private static func payload(at offset: Int, end: Int, in bytes: Span<UInt8>) -> Int? {
        // Five bytes carry any length of 32 bits, and no sum of two such overflows.
        guard let length = varint(at: offset, end: end, bytesMax: 5, in: bytes),
            length.end + Int(truncatingIfNeeded: length.value) == end
        else { return nil }
        return length.end
    }

    @inline(__always)
    private static func varint(
        at offset: Int, end: Int, bytesMax: Int, in bytes: Span<UInt8>
    ) -> (value: UInt64, end: Int)? {
        var value: UInt64 = 0
        var position = offset
        var shift: UInt64 = 0
        let last = min(end, offset + bytesMax)
        while position < last {
            let byte = bytes[position]
            position += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return (value, position) }
            shift += 7
        }
        return nil
    }
}
