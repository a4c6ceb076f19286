/// Strings with escapes.
enum StringDecoder {
    private static let replacement: Unicode.Scalar = "\u{fffd}"

    /// The string that starts at `start` (after its quote) and is plain up to `plainEnd`; leaves `offset` after the
    /// closing quote.
    static func decode(
        in bytes: Span<UInt8>, from start: Int, plainTo plainEnd: Int, end: Int, _ offset: inout Int
    ) throws(JSONError) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((plainEnd - start) * 2)
        var plainStart = start
        var stop = plainEnd
        var isASCII = false
        while true {
            unsafe bytes.extracting(plainStart..<stop).withUnsafeBufferPointer { plain in
                unsafe text.append(contentsOf: plain)
            }
            guard stop < end else { throw JSONError(.endOfText, at: end) }
            let byte = bytes[stop]
            if byte == UInt8(ascii: "\"") { break }
            guard byte == UInt8(ascii: "\\") else { throw JSONError(.controlCharacter(byte), at: stop) }
            offset = stop
            try escape(in: bytes, end: end, &offset, into: &text)
            plainStart = offset
            (stop, isASCII) = WordScan.special(in: bytes, from: offset, to: end)
            _ = isASCII
        }
        guard let string = String(validating: text, as: UTF8.self) else {
            throw JSONError(.invalidUTF8, at: firstInvalid(in: bytes, start..<stop))
        }
        offset = stop + 1
        return string
    }

    /// Escapes are ASCII, so what is invalid is so in the raw bytes too.
    private static func firstInvalid(in bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        do {
            _ = try UTF8Span(validating: bytes.extracting(range))
            return range.lowerBound
        } catch {
            return range.lowerBound + error.byteOffsets.lowerBound
        }
    }

    /// Reads the escape whose backslash is at `offset`.
    private static func escape(
        in bytes: Span<UInt8>, end: Int, _ offset: inout Int, into text: inout [UInt8]
    ) throws(JSONError) {
        guard end - offset >= 2 else { throw JSONError(.endOfText, at: end) }
        let letter = bytes[offset + 1]
        switch letter {
        case UInt8(ascii: "n"): text.append(0x0a)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "r"): text.append(0x0d)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0c)
        case UInt8(ascii: "u"):
            try unicodeEscape(in: bytes, end: end, &offset, into: &text)
            return
        default: throw JSONError(.malformedEscape, at: offset)
        }
        offset += 2
    }

    private static func unicodeEscape(
        in bytes: Span<UInt8>, end: Int, _ offset: inout Int, into text: inout [UInt8]
    ) throws(JSONError) {
        let first = try codeUnit(in: bytes, end: end, at: offset)
        offset += 6
        var scalar = Unicode.Scalar(first)
        if UTF16.isLeadSurrogate(UInt16(first)), end - offset >= 2,
            bytes[offset] == UInt8(ascii: "\\"), bytes[offset + 1] == UInt8(ascii: "u")
        {
            let second = try codeUnit(in: bytes, end: end, at: offset)
            if UTF16.isTrailSurrogate(UInt16(second)) {
                offset += 6
                scalar = Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
            }
        }
        text.append(contentsOf: UTF8.encode(scalar ?? replacement) ?? UTF8.encodedReplacementCharacter)
    }

    /// The four digits of the `\u` escape at `offset`.
    private static func codeUnit(
        in bytes: Span<UInt8>, end: Int, at offset: Int
    ) throws(JSONError) -> UInt32 {
        guard end - offset >= 6 else { throw JSONError(.endOfText, at: end) }
        var unit: UInt32 = 0
        for index in 2..<6 {
            let digit = bytes[offset + index]
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): unit = unit << 4 | UInt32(digit - 0x30)
            case UInt8(ascii: "a")...UInt8(ascii: "f"): unit = unit << 4 | UInt32(digit - 0x61 + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): unit = unit << 4 | UInt32(digit - 0x41 + 10)
            default: throw JSONError(.malformedEscape, at: offset)
            }
        }
        return unit
    }
}
