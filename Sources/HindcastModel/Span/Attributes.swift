public import HindcastProtobuf

/// The attributes of a span, a resource or an event: a window on protobuf bytes that were received and checked once.
///
/// A model call carries kilobytes of conversation in its attributes, nearly all of it seen before. So nothing is turned
/// into a `String` here: an entry is a handful of offsets, and a value is read only by the convention that wants it.
/// All windows on one request share its buffer; keep a draft only as long as the request.
public struct Attributes: Sendable {
    /// The request body, or the bytes a builder made.
    public let buffer: [UInt8]
    /// In the order of arrival; a key may occur twice (the last one wins on lookup).
    public let entries: [Entry]
    private let table: KeyTable

    /// No attributes.
    public static let none = Attributes(buffer: [], entries: [])

    /// Trusts that every offset lies within the buffer: only the wire reader and the builder call it.
    init(buffer: [UInt8], entries: [Entry]) {
        self.buffer = buffer
        self.entries = entries
        table = KeyTable(entries, in: buffer.span)
    }

    /// Reads entries whose wire ranges (each a KeyValue message without tag and length) the caller has collected.
    /// - Throws: `ProtobufError` when a KeyValue or its AnyValue is malformed.
    public init(buffer: [UInt8], keyValues: [Range<Int>]) throws(ProtobufError) {
        var entries: [Entry] = []
        entries.reserveCapacity(keyValues.count)
        let bytes = buffer.span
        for range in keyValues { entries.append(try Entry(readingKeyValue: range, in: bytes)) }
        self.init(buffer: buffer, entries: entries)
    }

    /// Entries, repeated keys included.
    public var count: Int { entries.count }
    /// Whether there are none.
    public var isEmpty: Bool { entries.isEmpty }

    /// The last entry with this key.
    public func entry(_ key: String) -> Entry? {
        guard !entries.isEmpty, let index = table.find(key, entries, in: buffer.span) else { return nil }
        return entries[index]
    }

    /// Whether the key occurs.
    public func contains(_ key: String) -> Bool { entry(key) != nil }

    /// Whether any key starts with `prefix`.
    public func contains(prefix: String) -> Bool {
        let bytes = buffer.span
        return entries.contains { $0.hasKey(prefix: prefix, in: bytes) }
    }

    /// The key as text; what is not UTF-8 is repaired.
    public func key(_ entry: Entry) -> String { utf8String(buffer.span, entry.key) }
}

extension Attributes {
    /// One attribute, as offsets into the buffer.
    public struct Entry: Sendable {
        let keyStart: UInt32
        let keyEnd: UInt32
        /// The whole KeyValue message, for hashing and copying.
        let wireStart: UInt32
        let wireEnd: UInt32
        /// A scalar's bits, or the start (high half) and end (low half) of a payload.
        let bits: UInt64
        /// What the value is.
        public let type: ValueType

        /// Where the key lies in the buffer.
        public var key: Range<Int> { Int(keyStart)..<Int(keyEnd) }
        /// Where the whole KeyValue message lies.
        public var wire: Range<Int> { Int(wireStart)..<Int(wireEnd) }
        /// Where the payload of a string, bytes, array or map lies; empty for scalars.
        public var payload: Range<Int> {
            type.hasPayload ? Int(bits >> 32)..<Int(bits & 0xFFFF_FFFF) : 0..<0
        }
    }

    /// The types of AnyValue.
    public enum ValueType: UInt8, Sendable {
        case empty, string, bool, int, double, array, map, bytes

        var hasPayload: Bool {
            switch self {
            case .string, .array, .map, .bytes: true
            case .empty, .bool, .int, .double: false
            }
        }
    }
}

extension Attributes.Entry {
    /// Reads `KeyValue { string key = 1; AnyValue value = 2; }`.
    init(readingKeyValue range: Range<Int>, in bytes: Span<UInt8>) throws(ProtobufError) {
        if let usual = Attributes.Entry(readingUsualKeyValue: range, in: bytes) {
            self = usual
        } else {
            try self.init(walkingKeyValue: range, in: bytes)
        }
    }

    /// The same for every form protobuf allows.
    init(walkingKeyValue range: Range<Int>, in bytes: Span<UInt8>) throws(ProtobufError) {
        var cursor = ProtobufCursor(range)
        var key = range.lowerBound..<range.lowerBound
        var type = Attributes.ValueType.empty
        var bits: UInt64 = 0
        while let field = try cursor.next(in: bytes) {
            switch (field.number, field.value) {
            case (1, .bytes(let found)): key = found
            case (2, .bytes(let found)): (type, bits) = try Self.anyValue(found, in: bytes)
            default: break
            }
        }
        self.init(
            keyStart: UInt32(key.lowerBound), keyEnd: UInt32(key.upperBound),
            wireStart: UInt32(range.lowerBound), wireEnd: UInt32(range.upperBound), bits: bits, type: type)
    }

    static func anyValue(
        _ range: Range<Int>, in bytes: Span<UInt8>
    ) throws(ProtobufError) -> (Attributes.ValueType, UInt64) {
        var cursor = ProtobufCursor(range)
        var result: (Attributes.ValueType, UInt64) = (.empty, 0)
        while let field = try cursor.next(in: bytes) {
            switch (field.number, field.value) {
            case (1, .bytes(let found)): result = (.string, Self.pack(found))
            case (2, .varint(let value)): result = (.bool, value == 0 ? 0 : 1)
            case (3, .varint(let value)): result = (.int, value)
            case (4, .fixed64(let value)): result = (.double, value)
            case (5, .bytes(let found)): result = (.array, Self.pack(found))
            case (6, .bytes(let found)): result = (.map, Self.pack(found))
            case (7, .bytes(let found)): result = (.bytes, Self.pack(found))
            default: break
            }
        }
        return result
    }

    private static func pack(_ range: Range<Int>) -> UInt64 {
        UInt64(range.lowerBound) << 32 | UInt64(range.upperBound)
    }

    /// The same value under a key that lies somewhere else in the buffer.
    func renamed(_ key: Range<Int>) -> Attributes.Entry {
        Attributes.Entry(
            keyStart: UInt32(key.lowerBound), keyEnd: UInt32(key.upperBound), wireStart: wireStart,
            wireEnd: wireEnd, bits: bits, type: type)
    }

    func hasKey(_ other: Span<UInt8>, in bytes: Span<UInt8>) -> Bool {
        key.count == other.count && hasKey(startingWith: other, in: bytes)
    }

    func hasKey(startingWith prefix: Span<UInt8>, in bytes: Span<UInt8>) -> Bool {
        let count = prefix.count
        guard key.count >= count else { return false }
        let start = Int(keyStart)
        var index = 0
        // Eight bytes a step: a list is found by comparing its prefix with every key of the span.
        let (left, right) = unsafe (bytes.bytes, prefix.bytes)
        while index + 8 <= count {
            let one = unsafe left.unsafeLoadUnaligned(fromByteOffset: start + index, as: UInt64.self)
            let other = unsafe right.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
            if one != other { return false }
            index += 8
        }
        while index < count {
            if bytes[start + index] != prefix[index] { return false }
            index += 1
        }
        return true
    }

    func hasKey(prefix: String, in bytes: Span<UInt8>) -> Bool {
        hasKey(startingWith: prefix.utf8Span.span, in: bytes)
    }
}
