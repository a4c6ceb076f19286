import HindcastModel

/// A text as the index reads it: ASCII letters folded to lower case, what separates words in ASCII made 0, everything
/// beyond ASCII as it was. Between zeros lie pieces: words, or something beyond ASCII to be looked at closer.
///
/// Eight bytes are looked at together, the first of them lowest. The text ends in enough zeros for that.
struct FoldedText {
    private let folded: [UInt8]
    /// Another one in each process, so that nobody can send words that all fall into one place of a table.
    private static let secret = UInt64.random(in: .min ... .max) | 1
    private let multiplier = Self.secret

    struct Piece {
        var range: Range<Int>
        /// The first eight bytes; zeros follow a shorter piece.
        var head: UInt64
        var hash: UInt32
        var isASCII: Bool
    }

    /// Longer words are cut, here and when they are searched for. Whoever pastes a file as base64 does not search for
    /// its last bytes.
    static let wordBytesMax = 32 << 10

    private static let padding = 16

    private static let folding: [UInt8] = (0...255 as ClosedRange<UInt8>).map { byte in
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte + 32
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...: byte
        default: 0
        }
    }

    init(_ text: String) {
        let text = text.utf8Span.span
        var bytes = [UInt8](repeating: 0, count: text.count + Self.padding)
        var output = bytes.mutableSpan
        let folding = Self.folding.span
        for offset in text.indices { output[offset] = folding[Int(text[offset])] }
        folded = bytes
    }

    /// The searched pieces of a message. Its canonical form escapes nothing in a string but quotes, backslashes and
    /// control characters: each escape separates words.
    init(_ pieces: [Message.SearchPiece], of message: Span<UInt8>) {
        let count = pieces.reduce(0) { $0 + $1.range.count + 1 }
        var bytes = [UInt8](repeating: 0, count: count + Self.padding)
        var output = bytes.mutableSpan
        let folding = Self.folding.span
        var end = 0
        for piece in pieces {
            var offset = piece.range.lowerBound
            while offset < piece.range.upperBound {
                let byte = message[offset]
                if byte == UInt8(ascii: "\\"), piece.isString {
                    offset &+= message[offset &+ 1] == UInt8(ascii: "u") ? 6 : 2
                } else {
                    output[end] = folding[Int(byte)]
                    offset &+= 1
                }
                end &+= 1
            }
            end &+= 1
        }
        folded = bytes
    }

    var count: Int { folded.count - Self.padding }
    var isEmpty: Bool { count == 0 }

    /// A word as the tokenizer gave it, cut if it is too long.
    init(word: [UInt8]) {
        folded = word.prefix(Self.wordBytesMax) + [UInt8](repeating: 0, count: Self.padding)
    }

    subscript(offset: Int) -> UInt8 { folded[offset] }

    func bytes(_ range: Range<Int>) -> [UInt8] { Array(folded[range]) }

    /// The first piece that begins at `start` or behind it.
    @inline(__always)
    func piece(from start: Int) -> Piece? {
        let bytes = folded.span
        let end = folded.count &- Self.padding
        var start = start
        while start < end {
            let word = Self.load(bytes, start)
            let skipped = word.trailingZeroBitCount >> 3
            if skipped == 0 { return Self.piece(in: bytes, from: start, word, multiplier) }
            start &+= skipped
        }
        return nil
    }

    @inline(__always)
    private static func piece(
        in bytes: Span<UInt8>, from start: Int, _ first: UInt64, _ multiplier: UInt64
    ) -> Piece {
        var all = first
        var end = start
        var (length, word) = prefix(first)
        let head = word
        var hash = word &* multiplier
        while length == 8 {
            end &+= 8
            (length, word) = prefix(load(bytes, end))
            all |= word
            hash = (hash ^ hash >> 29 ^ word) &* multiplier
        }
        if end == start { all = head }
        return Piece(
            range: start..<end &+ length, head: head, hash: UInt32(truncatingIfNeeded: hash >> 32),
            isASCII: all & 0x8080_8080_8080_8080 == 0)
    }

    /// The bytes before the first zero, and how many they are.
    @inline(__always)
    private static func prefix(_ word: UInt64) -> (length: Int, word: UInt64) {
        let zeros = (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
        if zeros == 0 { return (8, word) }
        // The lowest mark is the top bit of the first zero.
        return (zeros.trailingZeroBitCount >> 3, word & ((zeros & (0 &- zeros)) &- 1))
    }

    @inline(__always)
    private static func load(_ bytes: Span<UInt8>, _ offset: Int) -> UInt64 {
        UInt64(littleEndian: unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// Whether the piece, whose head and length are known to be the same, stands in `bytes` at `start`.
    @inline(__always)
    func isSame(_ piece: Piece, _ bytes: Span<UInt8>, at start: Int) -> Bool {
        var offset = 8
        while offset < piece.range.count {
            if folded[piece.range.lowerBound &+ offset] != bytes[start &+ offset] { return false }
            offset &+= 1
        }
        return true
    }
}
