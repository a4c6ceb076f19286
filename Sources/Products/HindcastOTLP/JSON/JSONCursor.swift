/// Walks JSON text value by value, without building a tree: a body of 64 MiB may hold millions of values that nobody
/// wants. The caller passes the same bytes to each call.
struct JSONCursor {
    private(set) var offset: Int
    private let end: Int
    /// Open brackets of both kinds. Bounds the recursion of whoever walks.
    private var depthLeft: Int

    init(_ range: Range<Int>, depthMax: Int) {
        offset = range.lowerBound
        end = range.upperBound
        depthLeft = depthMax
    }

    /// A string: where it lies between its quotes, or what its escapes stand for.
    enum Text {
        case plain(Range<Int>)
        case unescaped([UInt8])
    }

    /// The first byte of the next value or sign, nil at the end.
    mutating func peek(_ bytes: Span<UInt8>) -> UInt8? {
        while offset < end {
            switch bytes[offset] {
            case 0x20, 0x0A, 0x0D, 0x09: offset += 1
            default: return bytes[offset]
            }
        }
        return nil
    }

    func current(_ bytes: Span<UInt8>) -> UInt8? { offset < end ? bytes[offset] : nil }

    mutating func advance(_ count: Int) { offset += count }

    func fault(_ reason: String) -> JSONFault { JSONFault("\(reason) at byte \(offset)") }

    private mutating func take(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool {
        guard peek(bytes) == byte else { return false }
        offset += 1
        return true
    }

    // MARK: Containers

    /// Steps into `{` or `[`.
    mutating func open(_ byte: UInt8, _ bytes: Span<UInt8>) throws {
        guard take(byte, bytes) else {
            throw fault(byte == UInt8(ascii: "{") ? "an object is expected" : "an array is expected")
        }
        guard depthLeft > 0 else { throw fault("values nest too deep") }
        depthLeft -= 1
    }

    /// The key of the next member, nil after the last one.
    mutating func nextKey(isFirst: Bool, _ bytes: Span<UInt8>) throws -> Text? {
        if take(UInt8(ascii: "}"), bytes) {
            depthLeft += 1
            return nil
        }
        if !isFirst, !take(UInt8(ascii: ","), bytes) { throw fault("a comma or brace is missing") }
        guard peek(bytes) == UInt8(ascii: "\"") else { throw fault("a key is missing") }
        let key = try string(bytes)
        guard take(UInt8(ascii: ":"), bytes) else { throw fault("a colon is missing") }
        return key
    }

    /// Whether another element follows.
    mutating func nextElement(isFirst: Bool, _ bytes: Span<UInt8>) throws -> Bool {
        if take(UInt8(ascii: "]"), bytes) {
            depthLeft += 1
            return false
        }
        if !isFirst, !take(UInt8(ascii: ","), bytes) { throw fault("a comma or bracket is missing") }
        return true
    }

    /// Steps over a value of any kind, checking it.
    mutating func skipValue(_ bytes: Span<UInt8>) throws {
        switch peek(bytes) {
        case UInt8(ascii: "{"):
            try open(UInt8(ascii: "{"), bytes)
            var isFirst = true
            while try nextKey(isFirst: isFirst, bytes) != nil {
                isFirst = false
                try skipValue(bytes)
            }
        case UInt8(ascii: "["):
            try open(UInt8(ascii: "["), bytes)
            var isFirst = true
            while try nextElement(isFirst: isFirst, bytes) {
                isFirst = false
                try skipValue(bytes)
            }
        case UInt8(ascii: "\""): _ = try string(bytes)
        case UInt8(ascii: "t"), UInt8(ascii: "f"): _ = try bool(bytes)
        case UInt8(ascii: "n"): try null(bytes)
        default: _ = try number(bytes)
        }
    }

    /// The value that was read must be the last thing there.
    mutating func finish(_ bytes: Span<UInt8>) throws {
        if peek(bytes) != nil { throw fault("something follows the value") }
    }

    // MARK: Scalars

    mutating func null(_ bytes: Span<UInt8>) throws { try word("null", bytes) }

    mutating func bool(_ bytes: Span<UInt8>) throws -> Bool {
        switch peek(bytes) {
        case UInt8(ascii: "t"):
            try word("true", bytes)
            return true
        case UInt8(ascii: "f"):
            try word("false", bytes)
            return false
        default: throw fault("true or false is expected")
        }
    }

    /// A number's text, in the form of RFC 8259, or `NaN`, `Infinity` and `-Infinity`, which Python writes.
    mutating func number(_ bytes: Span<UInt8>) throws -> Range<Int> {
        guard let first = peek(bytes) else { throw fault("a value is missing") }
        let start = offset
        if first == UInt8(ascii: "N") {
            try word("NaN", bytes)
            return start..<offset
        }
        if first == UInt8(ascii: "-") { offset += 1 }
        if offset < end, bytes[offset] == UInt8(ascii: "I") {
            try word("Infinity", bytes)
            return start..<offset
        }
        if offset < end, bytes[offset] == UInt8(ascii: "0") { offset += 1 } else { try digits(bytes) }
        if offset < end, bytes[offset] == UInt8(ascii: ".") {
            offset += 1
            try digits(bytes)
        }
        if offset < end, bytes[offset] | 0x20 == UInt8(ascii: "e") {
            offset += 1
            if offset < end, bytes[offset] == UInt8(ascii: "+") || bytes[offset] == UInt8(ascii: "-") {
                offset += 1
            }
            try digits(bytes)
        }
        return start..<offset
    }

    private mutating func digits(_ bytes: Span<UInt8>) throws {
        let start = offset
        while offset < end, (48...57).contains(bytes[offset]) { offset += 1 }
        if offset == start { throw fault("a value is malformed") }
    }

    private mutating func word(_ text: StaticString, _ bytes: Span<UInt8>) throws {
        let length = text.utf8CodeUnitCount
        guard end - offset >= length else { throw fault("a value is malformed") }
        for index in 0..<length where unsafe bytes[offset + index] != text.utf8Start[index] {
            throw fault("a value is malformed")
        }
        offset += length
    }
}
