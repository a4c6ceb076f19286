/// Cuts text into the pieces that a BERT model knows, as numbers.
struct WordPiece: Sendable {
    private let ids: [String: Int32]
    /// Pieces that stand for themselves wherever they are written.
    private let special: [(text: String, id: Int32)]
    private let unknown: Int32
    private let start: Int32
    private let end: Int32
    /// Scalars of the longest piece: nothing longer needs looking up.
    private let pieceScalarsMax: Int

    /// How many pieces there are.
    var count: Int { ids.count }

    /// Longer words are unknown words, as they were when the model was trained.
    static let wordScalarsMax = 100
    /// A vocabulary has about 30,000 lines, the largest some hundred thousand.
    static let vocabularyBytesMax = 4 << 20
    /// 256 pieces of a few bytes each; more is only read where most of it is left out.
    static let textBytesMax = 64 << 10

    /// Reads `vocab.txt`: one piece a line, its number is the line's. Nil when it is none.
    init?(vocabulary: [UInt8]) {
        guard vocabulary.count <= Self.vocabularyBytesMax else { return nil }
        var ids: [String: Int32] = [:]
        var longest = 0
        var lines = vocabulary.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        for (number, line) in lines.enumerated() {
            let piece = String(
                decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
            guard !piece.isEmpty, ids.updateValue(Int32(number), forKey: piece) == nil else { return nil }
            longest = max(longest, piece.unicodeScalars.count)
        }
        guard let unknown = ids["[UNK]"], let start = ids["[CLS]"], let end = ids["[SEP]"] else { return nil }
        self.ids = ids
        self.unknown = unknown
        self.start = start
        self.end = end
        pieceScalarsMax = min(longest, Self.wordScalarsMax)
        special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"].compactMap { text in
            ids[text].map { (text, $0) }
        }
    }

    /// The numbers of a text's pieces between those for start and end, `tokensMax` in all.
    func tokens(of text: String, tokensMax: Int) -> [Int32] {
        var tokens = [start]
        var rest = text.clipped(bytesMax: Self.textBytesMax)[...]
        while tokens.count < tokensMax - 1 {
            let found = nextSpecial(in: rest)
            add(rest[..<(found?.range.lowerBound ?? rest.endIndex)], to: &tokens, tokensMax - 1)
            guard let found else { break }
            if tokens.count < tokensMax - 1 { tokens.append(found.id) }
            rest = rest[found.range.upperBound...]
        }
        tokens.append(end)
        return tokens
    }

    private func nextSpecial(in text: Substring) -> (range: Range<String.Index>, id: Int32)? {
        var place = text.startIndex
        while let open = text.utf8[place...].firstIndex(of: UInt8(ascii: "[")) {
            for (name, id) in special where text.utf8[open...].starts(with: name.utf8) {
                return (open..<text.utf8.index(open, offsetBy: name.utf8.count), id)
            }
            place = text.utf8.index(after: open)
        }
        return nil
    }

    private func add(_ text: Substring, to tokens: inout [Int32], _ tokensMax: Int) {
        for word in WordPieceNormaliser.words(of: text) {
            guard tokens.count < tokensMax else { return }
            for piece in pieces(of: word) where tokens.count < tokensMax { tokens.append(piece) }
        }
    }

    /// The longest known piece from the front, then the longest that goes on from there; all or nothing.
    private func pieces(of word: [Unicode.Scalar]) -> [Int32] {
        guard word.count <= Self.wordScalarsMax else { return [unknown] }
        var pieces: [Int32] = []
        var begin = 0
        while begin < word.count {
            var stop = min(word.count, begin + pieceScalarsMax)
            var found: Int32?
            while stop > begin {
                var piece = begin > 0 ? "##" : ""
                piece.unicodeScalars.append(contentsOf: word[begin..<stop])
                found = ids[piece]
                if found != nil { break }
                stop -= 1
            }
            guard let found else { return [unknown] }
            pieces.append(found)
            begin = stop
        }
        return pieces
    }
}
