/// Why bytes are not JSON, and where.
public struct JSONError: Error, Sendable, Equatable {
    public let offset: Int
    public let reason: String
}

/// Bounds on what is read.
public struct JSONLimits: Sendable {
    public var depthMax: Int
    public var bytesMax: Int

    public init(depthMax: Int = 256, bytesMax: Int = 1 << 30) {
        self.depthMax = depthMax
        self.bytesMax = bytesMax
    }

    /// Deep enough for any payload seen, shallow enough for a thread's stack.
    public static let standard = JSONLimits()
}

/// Reads RFC 8259, strictly but for `NaN`, `Infinity` and `-Infinity`, which Python writes; they stay numbers by text.
public enum JSONReader {
    public static func parse(_ bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONError) -> JSON {
        try parse(bytes.span, in: 0..<bytes.count, limits: limits)
    }

    public static func parse(_ text: String, limits: JSONLimits = .standard) throws(JSONError) -> JSON {
        try parse(Array(text.utf8), limits: limits)
    }

    public static func parse(
        _ bytes: Span<UInt8>, in range: Range<Int>, limits: JSONLimits = .standard
    ) throws(JSONError) -> JSON {
        guard range.count <= limits.bytesMax else {
            throw JSONError(offset: limits.bytesMax, reason: "more than \(limits.bytesMax) bytes")
        }
        var state = JSONParse(offset: range.lowerBound, end: range.upperBound, depthLeft: limits.depthMax)
        let value = try state.value(bytes)
        state.skipSpace(bytes)
        guard state.offset == state.end else { throw state.error("something after the value") }
        return value
    }
}

/// One pass over the bytes; recursion is bounded by `depthLeft`.
struct JSONParse {
    var offset: Int
    let end: Int
    var depthLeft: Int

    func error(_ reason: String) -> JSONError { JSONError(offset: offset, reason: reason) }

    mutating func skipSpace(_ bytes: Span<UInt8>) {
        while offset < end {
            switch bytes[offset] {
            case 0x20, 0x0A, 0x0D, 0x09: offset += 1
            default: return
            }
        }
    }

    mutating func value(_ bytes: Span<UInt8>) throws(JSONError) -> JSON {
        skipSpace(bytes)
        guard offset < end else { throw error("the value is missing") }
        switch bytes[offset] {
        case UInt8(ascii: "\""): return .string(try string(bytes))
        case UInt8(ascii: "{"): return try object(bytes)
        case UInt8(ascii: "["): return try array(bytes)
        case UInt8(ascii: "t"): return try word("true", .bool(true), bytes)
        case UInt8(ascii: "f"): return try word("false", .bool(false), bytes)
        case UInt8(ascii: "n"): return try word("null", .null, bytes)
        case UInt8(ascii: "N"): return try word("NaN", .number(JSONNumber(checked: "NaN")), bytes)
        case UInt8(ascii: "I"): return try word("Infinity", .number(JSONNumber(checked: "Infinity")), bytes)
        default: return try number(bytes)
        }
    }

    private mutating func word(_ text: StaticString, _ value: JSON, _ bytes: Span<UInt8>) throws(JSONError) -> JSON {
        let length = text.utf8CodeUnitCount
        guard end - offset >= length else { throw error("unexpected text") }
        for index in 0..<length where unsafe bytes[offset + index] != text.utf8Start[index] {
            throw error("unexpected text")
        }
        offset += length
        return value
    }

    private mutating func object(_ bytes: Span<UInt8>) throws(JSONError) -> JSON {
        try enter()
        defer { depthLeft += 1 }
        var object = JSONObject()
        skipSpace(bytes)
        if take(UInt8(ascii: "}"), bytes) { return .object(object) }
        while true {
            skipSpace(bytes)
            guard offset < end, bytes[offset] == UInt8(ascii: "\"") else { throw error("a key is missing") }
            let key = try string(bytes)
            skipSpace(bytes)
            guard take(UInt8(ascii: ":"), bytes) else { throw error("a colon is missing") }
            object.append(key, try value(bytes))
            skipSpace(bytes)
            if take(UInt8(ascii: "}"), bytes) { return .object(object) }
            guard take(UInt8(ascii: ","), bytes) else { throw error("a comma or brace is missing") }
        }
    }

    private mutating func array(_ bytes: Span<UInt8>) throws(JSONError) -> JSON {
        try enter()
        defer { depthLeft += 1 }
        var items: [JSON] = []
        skipSpace(bytes)
        if take(UInt8(ascii: "]"), bytes) { return .array(items) }
        while true {
            items.append(try value(bytes))
            skipSpace(bytes)
            if take(UInt8(ascii: "]"), bytes) { return .array(items) }
            guard take(UInt8(ascii: ","), bytes) else { throw error("a comma or bracket is missing") }
        }
    }

    private mutating func enter() throws(JSONError) {
        guard depthLeft > 0 else { throw error("nested too deep") }
        depthLeft -= 1
        offset += 1
    }

    private mutating func take(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool {
        guard offset < end, bytes[offset] == byte else { return false }
        offset += 1
        return true
    }

    private mutating func number(_ bytes: Span<UInt8>) throws(JSONError) -> JSON {
        let start = offset
        _ = take(UInt8(ascii: "-"), bytes)
        if offset < end, bytes[offset] == UInt8(ascii: "I") {
            _ = try word("Infinity", .null, bytes)
            return .number(JSONNumber(checked: "-Infinity"))
        }
        if !take(UInt8(ascii: "0"), bytes) { try digits(bytes) }
        if take(UInt8(ascii: "."), bytes) { try digits(bytes) }
        if take(UInt8(ascii: "e"), bytes) || take(UInt8(ascii: "E"), bytes) {
            if !take(UInt8(ascii: "+"), bytes) { _ = take(UInt8(ascii: "-"), bytes) }
            try digits(bytes)
        }
        return .number(JSONNumber(checked: Self.text(bytes, start..<offset)))
    }

    private mutating func digits(_ bytes: Span<UInt8>) throws(JSONError) {
        let start = offset
        while offset < end, (48...57).contains(bytes[offset]) { offset += 1 }
        if offset == start { throw error("a digit is missing") }
    }

    static func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        unsafe bytes.extracting(range).withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
