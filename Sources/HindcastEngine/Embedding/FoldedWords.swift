// Canonical decomposition is in the standard library only under this name; FoundationEssentials takes it from there
// too.
@_spi(_Unicode) import Swift

/// The words of a text without what is spelled in different ways: case, accents, punctuation.
struct FoldedWords {
    /// The scalars of all words, one word after the other.
    private(set) var scalars: [UInt32] = []
    private(set) var words: [Range<Int>] = []
    private var start = 0

    /// - Parameter bytesMax: what follows is not read.
    init(_ text: String, bytesMax: Int) {
        scalars.reserveCapacity(min(text.utf8.count, bytesMax))
        var bytesLeft = bytesMax
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            for byte in text.utf8.prefix(bytesMax) { addASCII(byte) }
        } else {
            for scalar in text._nfd {
                bytesLeft -= UTF8.width(scalar)
                guard bytesLeft >= 0 else { break }
                add(scalar)
            }
        }
        endWord()
    }

    private mutating func addASCII(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            scalars.append(UInt32(byte))
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): scalars.append(UInt32(byte | 0x20))
        default: endWord()
        }
    }

    private mutating func add(_ scalar: Unicode.Scalar) {
        if scalar.value < 0x80 { return addASCII(UInt8(scalar.value)) }
        let properties = scalar.properties
        if properties.generalCategory == .nonspacingMark { return }
        guard properties.isAlphabetic || properties.numericType != nil else { return endWord() }
        if properties.isIdeographic {
            // Written without blanks: each sign is a word.
            endWord()
            scalars.append(scalar.value)
            return endWord()
        }
        for lower in properties.lowercaseMapping.unicodeScalars { scalars.append(lower.value) }
    }

    private mutating func endWord() {
        if start < scalars.count { words.append(start..<scalars.count) }
        start = scalars.count
    }
}
