/// Reading strings: one copy when there is no escape.
extension JSONParse {
    mutating func string(_ bytes: Span<UInt8>) throws(JSONError) -> String {
        offset += 1
        let start = offset
        while offset < end {
            let byte = bytes[offset]
            if byte == UInt8(ascii: "\"") {
                let range = start..<offset
                offset += 1
                return try validated(bytes, range)
            }
            if byte == UInt8(ascii: "\\") { return try escaped(bytes, from: start) }
            if byte < 0x20 { throw error("a control character in a string") }
            offset += 1
        }
        throw error("a string does not end")
    }

    private func validated(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(JSONError) -> String {
        let text = unsafe bytes.extracting(range).withUnsafeBufferPointer {
            unsafe String(validating: $0, as: UTF8.self)
        }
        guard let text else { throw JSONError(offset: range.lowerBound, reason: "a string is not UTF-8") }
        return text
    }

    private mutating func escaped(_ bytes: Span<UInt8>, from start: Int) throws(JSONError) -> String {
        var output: [UInt8] = []
        for index in start..<offset { output.append(bytes[index]) }
        while offset < end {
            let byte = bytes[offset]
            offset += 1
            switch byte {
            case UInt8(ascii: "\""): return try validated(output.span, 0..<output.count)
            case UInt8(ascii: "\\"): try escape(bytes, &output)
            case 0..<0x20: throw error("a control character in a string")
            default: output.append(byte)
            }
        }
        throw error("a string does not end")
    }

    private mutating func escape(_ bytes: Span<UInt8>, _ output: inout [UInt8]) throws(JSONError) {
        guard offset < end else { throw error("a string does not end") }
        let byte = bytes[offset]
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): output.append(byte)
        case UInt8(ascii: "b"): output.append(8)
        case UInt8(ascii: "f"): output.append(12)
        case UInt8(ascii: "n"): output.append(10)
        case UInt8(ascii: "r"): output.append(13)
        case UInt8(ascii: "t"): output.append(9)
        case UInt8(ascii: "u"): try unicode(bytes, &output)
        default: throw error("an unknown escape")
        }
    }

    /// A lone surrogate (a cut emoji) becomes U+FFFD: the rest of the text is worth more than the form.
    private mutating func unicode(_ bytes: Span<UInt8>, _ output: inout [UInt8]) throws(JSONError) {
        var code = try hex4(bytes)
        if (0xD800..<0xDC00).contains(code), end - offset >= 6, bytes[offset] == UInt8(ascii: "\\"),
            bytes[offset + 1] == UInt8(ascii: "u")
        {
            let mark = offset
            offset += 2
            let low = try hex4(bytes)
            if (0xDC00..<0xE000).contains(low) {
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            } else {
                offset = mark
            }
        }
        output.append(contentsOf: String(Unicode.Scalar(code) ?? "\u{FFFD}").utf8)
    }

    private mutating func hex4(_ bytes: Span<UInt8>) throws(JSONError) -> UInt32 {
        guard end - offset >= 4 else { throw error("an escape is cut short") }
        var code: UInt32 = 0
        for _ in 0..<4 {
            let byte = bytes[offset]
            let digit: UInt8
            switch byte {
            case 48...57: digit = byte - 48
            case 97...102: digit = byte - 87
            case 65...70: digit = byte - 55
            default: throw error("an escape is not hexadecimal")
            }
            code = code << 4 | UInt32(digit)
            offset += 1
        }
        return code
    }
}
