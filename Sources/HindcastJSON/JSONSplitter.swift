/// Finds the pieces of raw JSON without reading them: no value is built, nothing is copied.
///
/// It checks the structure it walks on (brackets, commas, colons, quotes) and not what is inside: scalars, escapes
/// and UTF-8 of a piece are checked when that piece is parsed. Whatever `JSONReader` takes, it splits.
public enum JSONSplitter {
    /// A key without its quotes, and its value.
    public typealias Member = (key: Range<Int>, value: Range<Int>)

    /// Most messages have no more members, and most lists of parts no more elements: one allocation each.
    private static let roomGuess = 8

    /// Where the elements of the array lie that fills `range`, white space around it allowed.
    ///
    /// Each range is trimmed of white space. Nil if there is no array or its structure is broken. The range
    /// must lie within the bytes.
    public static func elements(of bytes: Span<UInt8>, in range: Range<Int>) -> [Range<Int>]? {
        guard let inside = inside(bytes, range, open: UInt8(ascii: "["), close: UInt8(ascii: "]")) else {
            return nil
        }
        var elements: [Range<Int>] = []
        elements.reserveCapacity(roomGuess)
        let end = inside.upperBound
        var offset = skipSpace(in: bytes, from: inside.lowerBound, to: end)
        if offset == end { return elements }
        while true {
            guard let valueEnd = skipValue(in: bytes, from: offset, to: end) else { return nil }
            elements.append(offset..<valueEnd)
            offset = skipSpace(in: bytes, from: valueEnd, to: end)
            if offset == end { return elements }
            guard bytes[offset] == UInt8(ascii: ",") else { return nil }
            offset = skipSpace(in: bytes, from: offset + 1, to: end)
        }
    }

    /// Where the members of the object lie that fills `range`, white space around it allowed.
    ///
    /// A key's range is between its quotes, escapes as written; a value's is trimmed of white space. Nil if there
    /// is no object or its structure is broken. The range must lie within the bytes.
    public static func members(of bytes: Span<UInt8>, in range: Range<Int>) -> [Member]? {
        guard let inside = inside(bytes, range, open: UInt8(ascii: "{"), close: UInt8(ascii: "}")) else {
            return nil
        }
        var members: [Member] = []
        members.reserveCapacity(roomGuess)
        let end = inside.upperBound
        var offset = skipSpace(in: bytes, from: inside.lowerBound, to: end)
        if offset == end { return members }
        while true {
            guard offset < end, bytes[offset] == UInt8(ascii: "\"") else { return nil }
            guard let keyEnd = skipString(in: bytes, from: offset + 1, to: end) else { return nil }
            let key = (offset + 1)..<(keyEnd - 1)
            offset = skipSpace(in: bytes, from: keyEnd, to: end)
            guard offset < end, bytes[offset] == UInt8(ascii: ":") else { return nil }
            offset = skipSpace(in: bytes, from: offset + 1, to: end)
            guard let valueEnd = skipValue(in: bytes, from: offset, to: end) else { return nil }
            members.append((key: key, value: offset..<valueEnd))
            offset = skipSpace(in: bytes, from: valueEnd, to: end)
            if offset == end { return members }
            guard bytes[offset] == UInt8(ascii: ",") else { return nil }
            offset = skipSpace(in: bytes, from: offset + 1, to: end)
        }
    }

    /// Where the value that starts at `start` ends, or nil if its structure is broken or none starts there.
    public static func skipValue(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int? {
        guard start < end else { return nil }
        switch bytes[start] {
        case UInt8(ascii: "\""): return skipString(in: bytes, from: start + 1, to: end)
        case UInt8(ascii: "{"), UInt8(ascii: "["): return skipContainer(in: bytes, from: start, to: end)
        default: return skipScalar(in: bytes, from: start, to: end)
        }
    }

    /// The next offset that holds no white space, or `end`.
    @inline(__always)
    static func skipSpace(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
        var offset = start
        while offset < end, isSpace(bytes[offset]) { offset &+= 1 }
        return offset
    }

    @inline(__always)
    static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09
    }

    /// What is between the brackets of the only value in `range`.
    private static func inside(
        _ bytes: Span<UInt8>, _ range: Range<Int>, open: UInt8, close: UInt8
    ) -> Range<Int>? {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "range outside of the bytes")
        let first = skipSpace(in: bytes, from: range.lowerBound, to: range.upperBound)
        var last = range.upperBound - 1
        while last > first, isSpace(bytes[last]) { last -= 1 }
        guard first < last, bytes[first] == open, bytes[last] == close else { return nil }
        return (first + 1)..<last
    }

    /// The offset after the closing quote of the string whose opening quote is before `start`.
    @inline(__always)
    private static func skipString(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int? {
        var offset = start
        while true {
            offset = WordScan.quoteOrEscape(in: bytes, from: offset, to: end)
            guard offset < end else { return nil }
            if bytes[offset] == UInt8(ascii: "\"") { return offset &+ 1 }
            offset &+= 2
            guard offset < end else { return nil }
        }
    }

    private static func skipContainer(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int? {
        var depth = 0
        var offset = start
        while offset < end {
            let byte = bytes[offset]
            offset &+= 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let stringEnd = skipString(in: bytes, from: offset, to: end) else { return nil }
                offset = stringEnd
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0 { return offset }
            default: break
            }
        }
        return nil
    }

    /// Numbers and words: all up to the next byte that cannot be in one.
    private static func skipScalar(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int? {
        var offset = start
        scan: while offset < end {
            switch bytes[offset] {
            case 0x20, 0x0a, 0x0d, 0x09, UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "\""),
                UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"):
                break scan
            default: offset &+= 1
            }
        }
        return offset > start ? offset : nil
    }
}
