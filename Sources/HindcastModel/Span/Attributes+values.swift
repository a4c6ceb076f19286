public import HindcastJSON
import HindcastProtobuf

/// Reading single values. Clients are loose about types (a count as text, a list as JSON text), so each accessor
/// takes what can be understood and answers nil for the rest; a wrong type never drops a span.
extension Attributes {
    /// A string value, or a scalar's printed form. Nil when absent, empty or structured.
    public func string(_ key: String) -> String? {
        entry(key).flatMap { string($0) }
    }

    /// A string value, or a scalar's printed form, by the same rule.
    public func string(_ entry: Entry) -> String? {
        switch entry.type {
        case .string: entry.payload.isEmpty ? nil : utf8String(buffer.span, entry.payload)
        case .int: String(Int64(bitPattern: entry.bits))
        case .double: String(Double(bitPattern: entry.bits))
        case .bool: entry.bits == 0 ? "false" : "true"
        case .empty, .array, .map, .bytes: nil
        }
    }

    /// The first of several keys that has a string.
    public func string(_ keys: String...) -> String? {
        for key in keys { if let found = string(key) { return found } }
        return nil
    }

    /// A whole number: an integer, a number rounded, or text of one.
    public func int(_ key: String) -> Int64? {
        guard let entry = entry(key) else { return nil }
        return switch entry.type {
        case .int: Int64(bitPattern: entry.bits)
        case .double: Int64(exactly: Double(bitPattern: entry.bits).rounded())
        case .string: Int64(utf8String(buffer.span, entry.payload))
        case .empty, .bool, .array, .map, .bytes: nil
        }
    }

    /// The first of several keys that has an integer.
    public func int(_ keys: String...) -> Int64? {
        for key in keys { if let found = int(key) { return found } }
        return nil
    }

    /// A number, or text of one.
    public func double(_ key: String) -> Double? {
        guard let entry = entry(key) else { return nil }
        return switch entry.type {
        case .int: Double(Int64(bitPattern: entry.bits))
        case .double: Double(bitPattern: entry.bits)
        case .string: Double(utf8String(buffer.span, entry.payload))
        case .empty, .bool, .array, .map, .bytes: nil
        }
    }

    /// A truth, or the text `true` or `false`.
    public func bool(_ key: String) -> Bool? {
        guard let entry = entry(key) else { return nil }
        return switch entry.type {
        case .bool: entry.bits != 0
        case .string: string(key).flatMap { Bool($0.lowercased()) }
        case .empty, .int, .double, .array, .map, .bytes: nil
        }
    }

    /// A list of strings: a real array, JSON text of one, or a single string.
    public func strings(_ key: String) -> [String]? {
        switch json(key) {
        case .array(let items): items.compactMap { $0.stringValue ?? $0.text }
        case .string(let text): text.isEmpty ? nil : [text]
        case .some(.null), .none: nil
        case .some(let other): [other.text]
        }
    }

    /// Any value as JSON. Text that starts with `{` or `[` is parsed once; when that fails (an exporter cut it short)
    /// it stays text.
    public func json(_ key: String) -> JSON? {
        entry(key).map { json($0) }
    }

    /// The first of several keys that is present and not null.
    public func json(_ keys: String...) -> JSON? {
        for key in keys { if let found = json(key), found != .null { return found } }
        return nil
    }

    /// Any value as JSON, by the same rule.
    public func json(_ entry: Entry) -> JSON {
        guard entry.type == .string else { return value(entry).json }
        return Self.jsonOrText(buffer.span, entry.payload)
    }

    static func jsonOrText(_ bytes: Span<UInt8>, _ range: Range<Int>) -> JSON {
        if let first = firstNonSpace(bytes, range), first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
            let parsed = try? JSONReader.parse(bytes, in: range)
        {
            return parsed
        }
        return .string(utf8String(bytes, range))
    }

    private static func firstNonSpace(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt8? {
        for index in range where bytes[index] > 0x20 { return bytes[index] }
        return nil
    }

    /// The value in its own type.
    public func value(_ key: String) -> AttributeValue? { entry(key).map { value($0) } }

    /// The value in its own type.
    public func value(_ entry: Entry) -> AttributeValue {
        switch entry.type {
        case .empty: .empty
        case .string: .string(utf8String(buffer.span, entry.payload))
        case .bool: .bool(entry.bits != 0)
        case .int: .int(Int64(bitPattern: entry.bits))
        case .double: .double(Double(bitPattern: entry.bits))
        case .bytes: .bytes(Array(buffer[entry.payload]))
        case .array: .array(AttributeValue.elements(entry.payload, in: buffer.span, depth: 0))
        case .map: .map(AttributeValue.members(entry.payload, in: buffer.span, depth: 0))
        }
    }
}
