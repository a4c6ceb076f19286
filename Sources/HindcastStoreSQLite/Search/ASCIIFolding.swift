/// How the index reads bytes: ASCII letters become lower case, what separates words in ASCII becomes 0, everything
/// beyond ASCII stays. Sixteen bytes at a time, by arithmetic without branches: Swift compares vectors of bytes one
/// byte after the other, and adds two words at once.
enum ASCIIFolding {
    private typealias Block = SIMD2<UInt64>

    static let blockBytes = 16

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let tops: UInt64 = 0x8080_8080_8080_8080

    /// Folds `text` into `output` from `start` on, and writes up to `blockBytes` more, which mean nothing.
    /// - Returns: whether there are backslashes in the text.
    static func fold(_ text: Span<UInt8>, into output: inout MutableSpan<UInt8>, at start: Int) -> Bool {
        precondition(
            start >= 0 && text.count <= output.count - start - blockBytes, "no room for the folded text")
        // Any bytes that are written through it are values of `UInt8`.
        var output = unsafe output.mutableBytes
        var offset = 0
        var marks = Block.zero
        while offset &+ blockBytes <= text.count {
            // Within both spans: the condition above, and the precondition.
            let block = unsafe text.bytes.unsafeLoadUnaligned(
                fromUncheckedByteOffset: offset, as: Block.self)
            marks |= backslashes(block)
            unsafe output.storeBytes(
                of: fold(block), toUncheckedByteOffset: start &+ offset, as: Block.self)
            offset &+= blockBytes
        }
        if offset < text.count {
            let block = rest(of: text, from: offset)
            marks |= backslashes(block)
            unsafe output.storeBytes(
                of: fold(block), toUncheckedByteOffset: start &+ offset, as: Block.self)
        }
        return marks[0] | marks[1] != 0
    }

    /// The first backslash at `start` or behind it.
    static func backslash(in text: Span<UInt8>, from start: Int) -> Int? {
        var offset = start
        while offset &+ 8 <= text.count {
            // Within the span: the condition above; `start` is an offset in it.
            let word = unsafe text.bytes.unsafeLoadUnaligned(
                fromUncheckedByteOffset: offset, as: UInt64.self)
            let marks = backslashes(Block(UInt64(littleEndian: word), 0))[0]
            if marks != 0 { return offset &+ marks.trailingZeroBitCount >> 3 }
            offset &+= 8
        }
        while offset < text.count {
            if text[offset] == UInt8(ascii: "\\") { return offset }
            offset &+= 1
        }
        return nil
    }

    /// The bytes from `offset` to the end, fewer than a block, with zeros behind them.
    private static func rest(of text: Span<UInt8>, from offset: Int) -> Block {
        var block = Block.zero
        for (place, index) in (offset..<text.count).enumerated() {
            block[place >> 3] |= UInt64(text[index]) << UInt64((place & 7) << 3)
        }
        return Block(UInt64(littleEndian: block[0]), UInt64(littleEndian: block[1]))
    }

    /// Each byte by itself: no sum below carries into the next, since seven bits are added to seven.
    @inline(__always)
    private static func fold(_ block: Block) -> Block {
        let low = block & ~Block(repeating: tops)
        let lower = low | Block(repeating: ones &* 0x20)
        let letters = isWithin(lower, UInt8(ascii: "a"), UInt8(ascii: "z")) & ~block
        let digits = isWithin(low, UInt8(ascii: "0"), UInt8(ascii: "9"))
        let kept = (letters | digits | block) & Block(repeating: tops)
        // The top bit of each kept byte becomes all its bits; a letter's becomes the bit that makes it lower case.
        let mask = (kept &<< 1) &- (kept &>> 7)
        let cases = (letters & Block(repeating: tops)) &>> 2
        return (block | cases) & mask
    }

    /// Sets the top bits of the bytes between two others, both included. All are ASCII.
    @inline(__always)
    private static func isWithin(_ low: Block, _ first: UInt8, _ last: UInt8) -> Block {
        let reached = low &+ Block(repeating: ones &* UInt64(0x80 - first))
        let passed = low &+ Block(repeating: ones &* UInt64(0x7f - last))
        return reached ^ passed
    }

    /// Marks the first backslash of each word. Marks above the lowest may be false.
    @inline(__always)
    private static func backslashes(_ block: Block) -> Block {
        let other = block ^ Block(repeating: ones &* UInt64(UInt8(ascii: "\\")))
        return (other &- Block(repeating: ones)) & ~other & Block(repeating: tops)
    }
}
