/// Eight bytes at a time: how readers and writers get past plain text.
enum WordScan {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let tops: UInt64 = 0x8080_8080_8080_8080

    /// The eight bytes at `offset`, which the caller has checked to be there; the first is the lowest.
    @inline(__always)
    static func load(_ bytes: Span<UInt8>, _ offset: Int) -> UInt64 {
        let word = unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
        return UInt64(littleEndian: word)
    }

    /// A word whose lowest set bit is in the first byte of `word` that is zero; 0 if none is.
    @inline(__always)
    private static func zeros(_ word: UInt64) -> UInt64 {
        (word &- ones) & ~word & tops
    }

    /// Marks the first quote or backslash. Marks above the lowest may be false.
    @inline(__always)
    static func quotesAndEscapes(_ word: UInt64) -> UInt64 {
        zeros(word ^ (ones &* 0x22)) | zeros(word ^ (ones &* 0x5c))
    }

    /// Marks the first control character. Marks above the lowest may be false.
    @inline(__always)
    static func controls(_ word: UInt64) -> UInt64 {
        (word &- (ones &* 0x20)) & ~word & tops
    }

    /// Marks every byte beyond ASCII.
    @inline(__always)
    static func beyondASCII(_ word: UInt64) -> UInt64 {
        word & tops
    }

    /// The first offset in the range that holds a quote or a backslash, or `end`.
    @inline(__always)
    static func quoteOrEscape(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
        var offset = start
        while offset &+ 8 <= end {
            let marks = quotesAndEscapes(load(bytes, offset))
            if marks != 0 { return offset &+ marks.trailingZeroBitCount >> 3 }
            offset &+= 8
        }
        while offset < end {
            let byte = bytes[offset]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return offset }
            offset &+= 1
        }
        return end
    }

    /// The first offset in the range that a string must not hold as it is (quote, backslash or control
    /// character), or `end`; and whether all before it is ASCII.
    @inline(__always)
    static func special(in bytes: Span<UInt8>, from start: Int, to end: Int) -> (offset: Int, isASCII: Bool) {
        var offset = start
        var beyond: UInt64 = 0
        while offset &+ 8 <= end {
            let word = load(bytes, offset)
            let marks = quotesAndEscapes(word) | controls(word)
            if marks != 0 {
                let lowest = marks & (0 &- marks)
                beyond |= word & (lowest &- 1)
                return (offset &+ marks.trailingZeroBitCount >> 3, beyondASCII(beyond) == 0)
            }
            beyond |= word
            offset &+= 8
        }
        while offset < end {
            let byte = bytes[offset]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { break }
            beyond |= UInt64(byte)
            offset &+= 1
        }
        return (offset, beyondASCII(beyond) == 0)
    }
}
