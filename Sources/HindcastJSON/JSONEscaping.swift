/// Copies text into a JSON string. Tool results are JSON themselves and have a quote every few bytes, so plain bytes
/// and escapes alike are written as whole words, of which the next one overwrites what was too much.
enum JSONEscaping {
    /// A word of plain bytes, then one that holds an escape.
    static let roomMin = 16

    /// Copies from `start` until the text ends or less than `roomMin` is left, and answers how far it came.
    static func copy(_ text: Span<UInt8>, from start: Int, into output: inout OutputSpan<UInt8>) -> Int {
        var offset = start
        unsafe output.withUnsafeMutableBufferPointer { buffer, count in
            let target = UnsafeMutableRawBufferPointer(buffer)
            let countMax = target.count - roomMin
            while offset < text.count, count <= countMax {
                if offset &+ 8 <= text.count {
                    let word = WordScan.load(text, offset)
                    unsafe target.storeBytes(of: word.littleEndian, toByteOffset: count, as: UInt64.self)
                    let marks = WordScan.quotesAndEscapes(word) | WordScan.controls(word)
                    let plain = marks == 0 ? 8 : marks.trailingZeroBitCount >> 3
                    count &+= plain
                    offset &+= plain
                    if marks == 0 { continue }
                }
                let (escape, length) = escaped(text[offset])
                unsafe target.storeBytes(of: escape.littleEndian, toByteOffset: count, as: UInt64.self)
                count &+= length
                offset &+= 1
            }
        }
        return offset
    }

    /// How a byte stands in a string, the first of its bytes lowest.
    @inline(__always)
    private static func escaped(_ byte: UInt8) -> (word: UInt64, length: Int) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): short(byte)
        case 0x20...: (UInt64(byte), 1)
        case 0x0a: short(UInt8(ascii: "n"))
        case 0x09: short(UInt8(ascii: "t"))
        case 0x0d: short(UInt8(ascii: "r"))
        case 0x08: short(UInt8(ascii: "b"))
        case 0x0c: short(UInt8(ascii: "f"))
        default: unicode(byte)
        }
    }

    @inline(__always)
    private static func short(_ letter: UInt8) -> (word: UInt64, length: Int) {
        (UInt64(letter) << 8 | UInt64(UInt8(ascii: "\\")), 2)
    }

    /// `\u00` and two digits, the first of which is 0 or 1 for a control character.
    private static func unicode(_ byte: UInt8) -> (word: UInt64, length: Int) {
        let high = UInt8(ascii: "0") + byte >> 4
        let low = byte & 15
        let digit = low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10
        let pieces: InlineArray<6, UInt8> = [
            UInt8(ascii: "\\"), UInt8(ascii: "u"), UInt8(ascii: "0"), UInt8(ascii: "0"), high, digit,
        ]
        var word: UInt64 = 0
        for index in pieces.indices.reversed() { word = word << 8 | UInt64(pieces[index]) }
        return (word, 6)
    }
}
