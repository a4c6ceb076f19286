/// The grammar of numbers, RFC 8259 section 6.
enum NumberScanner {
    /// Where the number that starts at `start` ends, or nil if none starts there.
    @inline(__always)
    static func end(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int? {
        var offset = start
        if offset < end, bytes[offset] == UInt8(ascii: "-") { offset += 1 }
        guard offset < end, isDigit(bytes[offset]) else { return nil }
        if bytes[offset] == UInt8(ascii: "0") {
            offset += 1
        } else {
            skipDigits(in: bytes, &offset, end)
        }
        if offset < end, bytes[offset] == UInt8(ascii: ".") {
            offset += 1
            guard skipDigits(in: bytes, &offset, end) else { return nil }
        }
        if offset < end, bytes[offset] | 0x20 == UInt8(ascii: "e") {
            offset += 1
            if offset < end, bytes[offset] == UInt8(ascii: "+") || bytes[offset] == UInt8(ascii: "-") {
                offset += 1
            }
            guard skipDigits(in: bytes, &offset, end) else { return nil }
        }
        return offset
    }

    @inline(__always) @discardableResult
    private static func skipDigits(in bytes: Span<UInt8>, _ offset: inout Int, _ end: Int) -> Bool {
        let start = offset
        while offset < end, isDigit(bytes[offset]) { offset += 1 }
        return offset > start
    }

    @inline(__always)
    private static func isDigit(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "0") < 10
    }
}
