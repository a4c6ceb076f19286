public import HindcastProtobuf

/// Collects attributes into one buffer of KeyValue messages.
public struct AttributesBuilder {
    private var writer = ProtobufWriter()
    private var ranges: [Range<Int>] = []

    /// Nothing yet.
    public init() {}

    /// A KeyValue message as it stands.
    public mutating func add(keyValue: Span<UInt8>) {
        let start = writer.bytes.count
        unsafe keyValue.withUnsafeBufferPointer { unsafe writer.bytes.append(contentsOf: $0) }
        ranges.append(start..<writer.bytes.count)
    }

    /// A string, or bytes.
    public mutating func add(key: Span<UInt8>, value: [UInt8], isBytes: Bool) {
        let start = writer.bytes.count
        writer.bytes(1, key)
        writer.message(2) { $0.bytes(isBytes ? 7 : 1, value) }
        ranges.append(start..<writer.bytes.count)
    }

    /// Any value.
    public mutating func add(_ member: AttributeEntry) {
        let start = writer.bytes.count
        member.write(to: &writer)
        ranges.append(start..<writer.bytes.count)
    }

    /// A group of a flattened list, `range` of what `FlatList.Group.encoded` made; its keys get the prefix back.
    public mutating func add(
        group range: Range<Int>, of slice: [UInt8], keyPrefix: String
    ) throws(ProtobufError) {
        let bytes = slice.span
        var cursor = ProtobufCursor(range)
        while let field = try cursor.next(in: bytes) {
            guard field.number == 1, case .bytes(let member) = field.value else { continue }
            let start = writer.bytes.count
            var inner = ProtobufCursor(member)
            while let part = try inner.next(in: bytes) {
                switch (part.number, part.value) {
                case (1, .bytes(let suffix)):
                    let separator = suffix.isEmpty ? "" : "."
                    // Bytes, not text: a key that is not UTF-8 comes back as it was.
                    writer.bytes(1, Array((keyPrefix + separator).utf8) + slice[suffix])
                case (2, .bytes(let value)): writer.bytes(2, bytes.extracting(value))
                default: break
                }
            }
            ranges.append(start..<writer.bytes.count)
        }
    }

    /// Everything added so far, as one window.
    /// - Throws: `ProtobufError` when a slice that was added is malformed.
    public func attributes() throws(ProtobufError) -> Attributes {
        try Attributes(buffer: writer.bytes, keyValues: ranges)
    }
}
