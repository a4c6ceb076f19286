// Canonical decomposition is in the standard library only under this name; FoundationEssentials takes it from there
// too.
@_spi(_Unicode) import Swift

/// Text as BERT's uncased models were trained on it, and its words.
enum WordPieceNormaliser {
    /// Words and single marks of punctuation, in order: without control characters, in lower case, without accents,
    /// each Chinese character by itself.
    static func words(of text: Substring) -> [[Unicode.Scalar]] {
        var spaced = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where !isRemoved(scalar) {
            if isChinese(scalar.value) {
                spaced.append(" ")
                spaced.append(scalar)
                spaced.append(" ")
            } else {
                spaced.append(isBlank(scalar) ? " " : scalar)
            }
        }
        var words = Words()
        for scalar in String(spaced)._nfd where scalar.properties.generalCategory != .nonspacingMark {
            if scalar.value < 0x80 {
                words.add(Unicode.Scalar(lowerASCII(UInt8(scalar.value))))
            } else {
                for lower in scalar.properties.lowercaseMapping.unicodeScalars { words.add(lower) }
            }
        }
        return words.finish()
    }

    private struct Words {
        private var done: [[Unicode.Scalar]] = []
        private var word: [Unicode.Scalar] = []

        mutating func add(_ scalar: Unicode.Scalar) {
            if isBlank(scalar) {
                endWord()
            } else if isPunctuation(scalar) {
                endWord()
                done.append([scalar])
            } else {
                word.append(scalar)
            }
        }

        mutating func finish() -> [[Unicode.Scalar]] {
            endWord()
            return done
        }

        private mutating func endWord() {
            if !word.isEmpty { done.append(word) }
            word = []
        }
    }

    private static func lowerASCII(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }

    /// NUL, the replacement character and whatever is for machines rather than readers.
    private static func isRemoved(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\t", "\n", "\r": return false
        case "\u{FFFD}": return true
        default: break
        }
        if scalar.value < 0x80 { return scalar.value < 0x20 || scalar.value == 0x7F }
        return [.control, .format, .privateUse, .surrogate].contains(scalar.properties.generalCategory)
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x80
            ? scalar == " " || (9...13).contains(scalar.value) : scalar.properties.isWhitespace
    }

    /// Every ASCII sign that is neither letter nor digit, and Unicode's punctuation.
    private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 33...47, 58...64, 91...96, 123...126: return true
        case ..<0x80: return false
        default: break
        }
        return [
            .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation,
        ].contains(scalar.properties.generalCategory)
    }

    /// The blocks that the models' own tokenizer takes apart. (That one of them begins at 2B920 is its slip, and ours.)
    private static func isChinese(_ value: UInt32) -> Bool {
        switch value {
        case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F,
            0x2B920...0x2CEAF, 0xF900...0xFAFF, 0x2F800...0x2FA1F:
            true
        default: false
        }
    }
}
