/// Strings: in place when they hold no escape, which is nearly always.
extension JSONCursor {
    mutating func string(_ bytes: Span<UInt8>) throws -> Text {
        guard peek(bytes) == UInt8(ascii: "\"") else { throw fault("a string is expected") }
        advance(1)
        let start = offset
        while let byte = current(bytes) {
            switch byte {
            case UInt8(ascii: "\""):
                advance(1)
                return .plain(start..<offset - 1)
            case UInt8(ascii: "\\"): return .unescaped(try unescaped(bytes, from: start))
            case 0..<0x20: throw fault("a string holds a control character")
            default: advance(1)
            }
        }
        throw fault("a string does not end")
    }

    private mutating func unescaped(_ bytes: Span<UInt8>, from start: Int) throws -> [UInt8] {
        var output: [UInt8] = []
        for index in start..<offset { output.append(bytes[index]) }
        while let byte = current(bytes) {
            advance(1)
            switch byte {
            case UInt8(ascii: "\""): return output
            case UInt8(ascii: "\\"): try escape(bytes, &output)
            case 0..<0x20: throw fault("a string holds a control character")
            default: output.append(byte)
            }
        }
        throw fault("a string does not end")
    }

    private mutating func escape(_ bytes: Span<UInt8>, _ output: inout [UInt8]) throws {
        guard let byte = current(bytes) else { throw fault("a string does not end") }
        advance(1)
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): output.append(byte)
        case UInt8(ascii: "b"): output.append(0x08)
        case UInt8(ascii: "f"): output.append(0x0C)
        case UInt8(ascii: "n"): output.append(0x0A)
        case UInt8(ascii: "r"): output.append(0x0D)
        case UInt8(ascii: "t"): output.append(0x09)
        case UInt8(ascii: "u"): try unicode(bytes, &output)
        default: throw fault("a string holds an unknown escape")
        }
    }

    /// A lone surrogate (an emoji cut in two) becomes U+FFFD: the rest of the text is worth more than the form.
    private mutating func unicode(_ bytes: Span<UInt8>, _ output: inout [UInt8]) throws {
        var code = try hex4(bytes)
        if (0xD800..<0xDC00).contains(code) {
            var ahead = self
            if ahead.takeEscape(bytes), let low = try? ahead.hex4(bytes), (0xDC00..<0xE000).contains(low) {
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
                self = ahead
            }
        }
        output.append(contentsOf: String(Unicode.Scalar(code) ?? "\u{FFFD}").utf8)
    }

    private mutating func takeEscape(_ bytes: Span<UInt8>) -> Bool {
        guard current(bytes) == UInt8(ascii: "\\") else { return false }
        advance(1)
        guard current(bytes) == UInt8(ascii: "u") else { return false }
        advance(1)
        return true
    }

    private mutating func hex4(_ bytes: Span<UInt8>) throws -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            let digit: UInt8
            switch current(bytes) {
            case .some(let byte) where (48...57).contains(byte): digit = byte - 48
            case .some(let byte) where (97...102).contains(byte): digit = byte - 87
            case .some(let byte) where (65...70).contains(byte): digit = byte - 55
            default: throw fault("an escape is not four hexadecimal digits")
            }
            code = code << 4 | UInt32(digit)
            advance(1)
        }
        return code
    }
}
