import HindcastBytes
public import HindcastJSON
public import HindcastProtobuf

extension AttributeValue {
    /// Deeper nesting than any real attribute, shallow enough for a small thread's stack.
    static let depthMax = 64

    /// Reads an `ArrayValue`. The bytes were checked on arrival, so what cannot be read is left out, not reported.
    static func elements(_ range: Range<Int>, in bytes: Span<UInt8>, depth: Int) -> [AttributeValue] {
        var cursor = ProtobufCursor(range)
        var found: [AttributeValue] = []
        while let field = try? cursor.next(in: bytes) {
            if field.number == 1, case .bytes(let element) = field.value {
                found.append(read(element, in: bytes, depth: depth + 1))
            }
        }
        return found
    }

    /// Reads a `KeyValueList`.
    static func members(_ range: Range<Int>, in bytes: Span<UInt8>, depth: Int) -> [AttributeEntry] {
        var cursor = ProtobufCursor(range)
        var found: [AttributeEntry] = []
        while let field = try? cursor.next(in: bytes) {
            guard field.number == 1, case .bytes(let member) = field.value else { continue }
            var inner = ProtobufCursor(member)
            var key = ""
            var value = AttributeValue.empty
            while let part = try? inner.next(in: bytes) {
                switch (part.number, part.value) {
                case (1, .bytes(let text)): key = utf8String(bytes, text)
                case (2, .bytes(let any)): value = read(any, in: bytes, depth: depth + 1)
                default: break
                }
            }
            found.append(AttributeEntry(key: key, value: value))
        }
        return found
    }

    /// Reads an `AnyValue` message.
    public static func read(_ range: Range<Int>, in bytes: Span<UInt8>, depth: Int = 0) -> AttributeValue {
        guard depth < depthMax, let (type, bits) = try? Attributes.Entry.anyValue(range, in: bytes) else {
            return .empty
        }
        let payload = type.hasPayload ? Int(bits >> 32)..<Int(bits & 0xFFFF_FFFF) : 0..<0
        return switch type {
        case .empty: .empty
        case .string: .string(utf8String(bytes, payload))
        case .bool: .bool(bits != 0)
        case .int: .int(Int64(bitPattern: bits))
        case .double: .double(Double(bitPattern: bits))
        case .bytes: .bytes(payload.map { bytes[$0] })
        case .array: .array(elements(payload, in: bytes, depth: depth))
        case .map: .map(members(payload, in: bytes, depth: depth))
        }
    }

    /// Writes the fields of an `AnyValue` message.
    public func write(to writer: inout ProtobufWriter) {
        switch self {
        case .empty: break
        case .string(let text): writer.string(1, text)
        case .bool(let value): writer.bool(2, value)
        case .int(let value): writer.int64(3, value)
        case .double(let value): writer.double(4, value)
        case .bytes(let value): writer.bytes(7, value)
        case .array(let items):
            writer.message(5) { list in
                for item in items { list.message(1) { item.write(to: &$0) } }
            }
        case .map(let members):
            writer.message(6) { list in
                for member in members { list.message(1) { member.write(to: &$0) } }
            }
        }
    }

    /// The value as JSON; bytes become base64 text.
    public var json: JSON {
        switch self {
        case .empty: .null
        case .string(let text): .string(text)
        case .bool(let value): .bool(value)
        case .int(let value): .number(JSONNumber(value))
        case .double(let value): JSONNumber(value).map { .number($0) } ?? .string(String(value))
        case .bytes(let value): .string(Base64.encode(value))
        case .array(let items): .array(items.map(\.json))
        case .map(let members): .object(JSONObject(members.map { ($0.key, $0.value.json) }))
        }
    }
}

extension AttributeEntry {
    /// Writes the fields of a `KeyValue` message.
    public func write(to writer: inout ProtobufWriter) {
        writer.string(1, key)
        writer.message(2) { value.write(to: &$0) }
    }
}

extension Attributes {
    /// Encodes values that did not arrive as OTLP, so that every door hands on the same form.
    public init(_ members: [AttributeEntry]) {
        var writer = ProtobufWriter()
        var ranges: [Range<Int>] = []
        for member in members {
            let start = writer.bytes.count
            member.write(to: &writer)
            ranges.append(start..<writer.bytes.count)
        }
        // The writer's own output cannot be malformed.
        self = (try? Attributes(buffer: writer.bytes, keyValues: ranges)) ?? .none
    }

    /// Every attribute as a value, in the order of arrival.
    public var members: [AttributeEntry] {
        entries.map { AttributeEntry(key: key($0), value: value($0)) }
    }
}
