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

    private static let padding = ASCIIFolding.blockBytes

    init(_ text: String) {
        let text = text.utf8Span.span
        var bytes = [UInt8](repeating: 0, count: text.count + Self.padding)
        var output = bytes.mutableSpan
        _ = ASCIIFolding.fold(text, into: &output, at: 0)
        Self.clear(&output, from: text.count)
        folded = bytes
    }

    /// The searched pieces of a message. Its canonical form escapes nothing in a string but quotes, backslashes and
    /// control characters: each escape separates words.
    init(_ pieces: [Message.SearchPiece], of message: Span<UInt8>) {
        let count = pieces.reduce(0) { $0 + $1.range.count + 1 }
        var bytes = [UInt8](repeating: 0, count: count + Self.padding)
        var output = bytes.mutableSpan
        var end = 0
        for piece in pieces {
            let text = message.extracting(piece.range)
            let hasBackslashes = ASCIIFolding.fold(text, into: &output, at: end)
            if hasBackslashes, piece.isString { Self.clearEscapes(of: text, in: &output, at: end) }
            end += text.count
            output[end] = 0
            end += 1
        }
        Self.clear(&output, from: end)
        folded = bytes
    }

    private static func clear(_ output: inout MutableSpan<UInt8>, from end: Int) {
        for offset in end..<output.count { output[offset] = 0 }
    }

    /// Makes all of an escape 0. The backslash is 0 already.
    private static func clearEscapes(
        of text: Span<UInt8>, in output: inout MutableSpan<UInt8>, at start: Int
    ) {
        var offset = 0
        while let backslash = ASCIIFolding.backslash(in: text, from: offset) {
            offset = backslash &+ (text[backslash &+ 1] == UInt8(ascii: "u") ? 6 : 2)
            for escaped in backslash &+ 1..<offset { output[start &+ escaped] = 0 }
        }
    }

    var count: Int { folded.count - Self.padding }
    var isEmpty: Bool { count == 0 }

    /// A word as the tokenizer gave it, cut if it is too long.
    init(word: [UInt8]) {
        folded = word.prefix(Self.wordBytesMax) + [UInt8](repeating: 0, count: Self.padding)
    }

    subscript(range: Range<Int>) -> ArraySlice<UInt8> { folded[range] }

    func append(_ piece: Piece, to bytes: inout [UInt8]) {
        let text = folded.span.extracting(piece.range)
        bytes.append(addingCapacity: text.count) { output in
            for offset in text.indices { output.append(text[offset]) }
        }
    }

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
        let text = folded.span
        // The last eight bytes are looked at together, too, whatever was looked at before.
        let last = piece.range.count &- 8
        var offset = 8
        while offset < last {
            if Self.load(text, piece.range.lowerBound &+ offset) != Self.load(bytes, start &+ offset) {
                return false
            }
            offset &+= 8
        }
        return last <= 0
            || Self.load(text, piece.range.lowerBound &+ last) == Self.load(bytes, start &+ last)
    }
}
