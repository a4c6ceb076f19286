/// Strings with escapes.
enum StringDecoder {
    private static let replacement: Unicode.Scalar = "\u{fffd}"

    /// The string that starts at `start` (after its quote) and is plain up to `plainEnd`; leaves `offset` after the
    /// closing quote.
    static func decode(
        in bytes: Span<UInt8>, from start: Int, plainTo plainEnd: Int, end: Int, _ offset: inout Int
    ) throws(JSONError) -> String {
        var text: [UInt8] = []
        offset = start
        while true {
            // Room for what is plain and as much again, later for as much as there is already.
            let room = max(text.count, (plainEnd - start) * 2) + roomMin
            text.append(addingCapacity: room) { output in
                offset = copy(bytes, from: offset, to: end, into: &output)
            }
            guard offset < end else { throw JSONError(.endOfText, at: end) }
            let byte = bytes[offset]
            if byte == UInt8(ascii: "\"") { break }
            if byte == UInt8(ascii: "\\") {
                try escape(in: bytes, end: end, &offset, into: &text)
            } else if byte < 0x20 {
                throw JSONError(.controlCharacter(byte), at: offset)
            }
        }
        guard let string = String(validating: text, as: UTF8.self) else {
            throw JSONError(.invalidUTF8, at: firstInvalid(in: bytes, start..<offset))
        }
        offset += 1
        return string
    }

    /// A word of plain bytes, then the byte of an escape.
    private static let roomMin = 16

    /// Copies plain bytes, a word at a time, and escapes of one letter, and answers where it stopped: at anything else,
    /// at the end, or when less than `roomMin` is left.
    private static func copy(
        _ bytes: Span<UInt8>, from start: Int, to end: Int, into output: inout OutputSpan<UInt8>
    ) -> Int {
        var offset = start
        unsafe output.withUnsafeMutableBufferPointer { buffer, count in
            let target = UnsafeMutableRawBufferPointer(buffer)
            let countMax = target.count - roomMin
            while offset < end, count <= countMax {
                if offset &+ 8 <= end {
                    let word = WordScan.load(bytes, offset)
                    // Of what is stored the next word overwrites all that is not plain.
                    unsafe target.storeBytes(of: word.littleEndian, toByteOffset: count, as: UInt64.self)
                    let marks = WordScan.quotesAndEscapes(word) | WordScan.controls(word)
                    let plain = marks == 0 ? 8 : marks.trailingZeroBitCount >> 3
                    count &+= plain
                    offset &+= plain
                    if marks == 0 { continue }
                }
                var byte = bytes[offset]
                var length = 1
                if byte == UInt8(ascii: "\\"), offset &+ 1 < end, let letter = letter(bytes[offset &+ 1]) {
                    byte = letter
                    length = 2
                } else if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                    return
                }
                unsafe target[count] = byte
                count &+= 1
                offset &+= length
            }
        }
        return offset
    }

    /// What an escape of one letter stands for.
    @inline(__always)
    private static func letter(_ letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "n"): 0x0a
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
        case UInt8(ascii: "t"): 0x09
        case UInt8(ascii: "r"): 0x0d
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0c
        default: nil
        }
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
        if bytes[offset + 1] == UInt8(ascii: "u") {
            return try unicodeEscape(in: bytes, end: end, &offset, into: &text)
        }
        guard let letter = letter(bytes[offset + 1]) else { throw JSONError(.malformedEscape, at: offset) }
        text.append(letter)
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
