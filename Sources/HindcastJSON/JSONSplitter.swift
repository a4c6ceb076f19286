/// Finds where the elements of an array or the members of an object lie, without reading them. Checks the nesting and
/// the ends of strings, not the values: who needs a value parses its range.
public enum JSONSplitter {
    public typealias Member = (key: Range<Int>, value: Range<Int>)

    /// The elements of the array in `range` (space around it allowed), trimmed. Nil when it is not an array.
    public static func elements(of bytes: Span<UInt8>, in range: Range<Int>) -> [Range<Int>]? {
        var scan = JSONScan(offset: range.lowerBound, end: range.upperBound)
        guard scan.take(UInt8(ascii: "["), bytes) else { return nil }
        var found: [Range<Int>] = []
        if scan.take(UInt8(ascii: "]"), bytes) { return scan.isAtEnd(bytes) ? found : nil }
        while let element = scan.value(bytes) {
            found.append(element)
            if scan.take(UInt8(ascii: "]"), bytes) { return scan.isAtEnd(bytes) ? found : nil }
            guard scan.take(UInt8(ascii: ","), bytes) else { return nil }
        }
        return nil
    }

    /// The members of the object in `range`. Keys lie inside their quotes and may hold escapes.
    public static func members(of bytes: Span<UInt8>, in range: Range<Int>) -> [Member]? {
        var scan = JSONScan(offset: range.lowerBound, end: range.upperBound)
        guard scan.take(UInt8(ascii: "{"), bytes) else { return nil }
        var found: [Member] = []
        if scan.take(UInt8(ascii: "}"), bytes) { return scan.isAtEnd(bytes) ? found : nil }
        while let key = scan.value(bytes), key.count >= 2, bytes[key.lowerBound] == UInt8(ascii: "\""),
            scan.take(UInt8(ascii: ":"), bytes), let value = scan.value(bytes)
        {
            found.append((key.lowerBound + 1..<key.upperBound - 1, value))
            if scan.take(UInt8(ascii: "}"), bytes) { return scan.isAtEnd(bytes) ? found : nil }
            guard scan.take(UInt8(ascii: ","), bytes) else { return nil }
        }
        return nil
    }
}

/// A position in JSON text.
struct JSONScan {
    var offset: Int
    let end: Int

    mutating func skipSpace(_ bytes: Span<UInt8>) {
        while offset < end, bytes[offset] <= 0x20 { offset += 1 }
    }

    mutating func take(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool {
        skipSpace(bytes)
        guard offset < end, bytes[offset] == byte else { return false }
        offset += 1
        return true
    }

    mutating func isAtEnd(_ bytes: Span<UInt8>) -> Bool {
        skipSpace(bytes)
        return offset == end
    }

    /// Steps over one value. Nil when it is empty or does not end.
    mutating func value(_ bytes: Span<UInt8>) -> Range<Int>? {
        skipSpace(bytes)
        guard offset < end else { return nil }
        let start = offset
        switch bytes[offset] {
        case UInt8(ascii: "\""):
            guard string(bytes) else { return nil }
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard nested(bytes) else { return nil }
        default:
            while offset < end, !Self.endsScalar(bytes[offset]) { offset += 1 }
            if offset == start { return nil }
        }
        return start..<offset
    }

    private static func endsScalar(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ":"), 0...0x20: true
        default: false
        }
    }

    /// From an opening bracket to its match; which kinds match is left to the parser.
    private mutating func nested(_ bytes: Span<UInt8>) -> Bool {
        var depth = 0
        while offset < end {
            switch bytes[offset] {
            case UInt8(ascii: "\""):
                guard string(bytes) else { return false }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                offset += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                offset += 1
                if depth == 0 { return true }
            default: offset += 1
            }
        }
        return false
    }

    /// From the opening quote past the closing one, eight bytes a step.
    private mutating func string(_ bytes: Span<UInt8>) -> Bool {
        offset += 1
        let raw = unsafe bytes.bytes
        while offset < end {
            while offset + 8 <= end {
                let word = unsafe raw.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
                let hit = Self.marks(word, UInt8(ascii: "\"")) | Self.marks(word, UInt8(ascii: "\\"))
                if hit != 0 {
                    offset += hit.littleEndian.trailingZeroBitCount / 8
                    break
                }
                offset += 8
            }
            guard offset < end else { return false }
            switch bytes[offset] {
            case UInt8(ascii: "\""):
                offset += 1
                return true
            case UInt8(ascii: "\\"): offset += 2
            default: offset += 1
            }
        }
        return false
    }

    /// The high bit of each byte that equals `byte` (and perhaps of bytes above the first such one).
    private static func marks(_ word: UInt64, _ byte: UInt8) -> UInt64 {
        let found = word ^ (0x0101_0101_0101_0101 &* UInt64(byte))
        return (found &- 0x0101_0101_0101_0101) & ~found & 0x8080_8080_8080_8080
    }
}
