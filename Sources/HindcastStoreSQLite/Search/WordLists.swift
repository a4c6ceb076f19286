import HindcastStore

/// Which contents of one project have which words, gathered in memory until a segment is written.
///
/// It cuts where ASCII cuts words and folds ASCII letters by itself. A piece between two cuts that goes beyond ASCII is
/// read by SQLite's tokenizer, which would cut the whole text at the same bytes: the words are the same as if it had
/// read everything.
struct WordLists {
    private struct Word {
        /// Its first eight bytes: all there is to most words.
        var head: UInt64
        /// Where it stands in `bytes`.
        var start: UInt32
        var length: UInt32
        /// The row of the last content that has it; 0 before there is one.
        var last: UInt32
        /// Contents that have it.
        var count: UInt32

        var range: Range<Int> { Int(start)..<Int(start) + Int(length) }
    }

    private let tokenizer: Tokenizer
    private var bytes: [UInt8] = []
    private var words: [Word] = []
    /// An open-addressed table, never more than half full: hash in the upper half, number of the word plus one in the
    /// lower; 0 is free.
    private var slots = [UInt64](repeating: 0, count: 1 << 10)
    /// Rows count from 1.
    private var contents: [Int64] = []
    /// The numbers of the words of all rows, one row after the other.
    private var entries: [UInt32] = []
    /// Where each row's entries end.
    private var rowEnds: [Int] = []

    init(_ tokenizer: Tokenizer) { self.tokenizer = tokenizer }

    /// Contents must come in ascending order.
    /// - Returns: how many words it has for the first time.
    @discardableResult
    mutating func add(_ text: FoldedText, content: Int64) -> Int {
        let known = words.count
        contents.append(content)
        let row = UInt32(truncatingIfNeeded: contents.count)
        var offset = 0
        while let piece = Self.scan(text, from: offset, row, slots, bytes, &words, &entries) {
            offset = piece.range.upperBound
            if piece.isASCII, piece.range.count <= FoldedText.wordBytesMax {
                note(piece, of: text)
                continue
            }
            for token in tokenizer.tokens(Array(text[piece.range])) {
                let word = FoldedText(word: token)
                if let piece = word.piece(from: 0) { note(piece, of: word) }
            }
        }
        rowEnds.append(entries.count)
        return words.count - known
    }

    /// Notes the words it knows up to the first piece that is none of these.
    private static func scan(
        _ text: borrowing FoldedText, from start: Int, _ row: UInt32, _ slots: [UInt64], _ bytes: [UInt8],
        _ words: inout [Word], _ entries: inout [UInt32]
    ) -> FoldedText.Piece? {
        let (slots, bytes) = (slots.span, bytes.span)
        var words = words.mutableSpan
        var start = start
        while let piece = text.piece(from: start) {
            guard piece.isASCII, let number = find(piece, text, slots, bytes, words.span) else {
                return piece
            }
            start = piece.range.upperBound &+ 1
            if words[number].last == row { continue }
            words[number].last = row
            words[number].count &+= 1
            entries.append(UInt32(truncatingIfNeeded: number))
        }
        return nil
    }

    @inline(__always)
    private static func find(
        _ piece: FoldedText.Piece, _ text: borrowing FoldedText, _ slots: Span<UInt64>, _ bytes: Span<UInt8>,
        _ words: Span<Word>
    ) -> Int? {
        var slot = Int(piece.hash) & (slots.count &- 1)
        while slots[slot] != 0 {
            let entry = slots[slot]
            slot = (slot &+ 1) & (slots.count &- 1)
            guard entry >> 32 == UInt64(piece.hash) else { continue }
            let number = Int(entry & 0xffff_ffff) &- 1
            let word = words[number]
            guard word.head == piece.head, Int(word.length) == piece.range.count else { continue }
            if text.isSame(piece, bytes, at: Int(word.start)) { return number }
        }
        return nil
    }

    /// The last content has the word.
    private mutating func note(_ piece: FoldedText.Piece, of text: borrowing FoldedText) {
        let known = Self.find(piece, text, slots.span, bytes.span, words.span)
        let number = known ?? insert(piece, of: text)
        let row = UInt32(truncatingIfNeeded: contents.count)
        guard words[number].last != row else { return }
        words[number].last = row
        words[number].count += 1
        entries.append(UInt32(truncatingIfNeeded: number))
    }

    private mutating func insert(_ piece: FoldedText.Piece, of text: borrowing FoldedText) -> Int {
        words.append(
            Word(
                head: piece.head, start: UInt32(truncatingIfNeeded: bytes.count),
                length: UInt32(truncatingIfNeeded: piece.range.count), last: 0, count: 0))
        text.append(piece, to: &bytes)
        place(UInt64(piece.hash) << 32 | UInt64(words.count))
        if words.count * 2 > slots.count {
            let entries = slots
            slots = [UInt64](repeating: 0, count: entries.count * 2)
            for entry in entries where entry != 0 { place(entry) }
        }
        return words.count - 1
    }

    private mutating func place(_ entry: UInt64) {
        var slot = Int(entry >> 32) & (slots.count - 1)
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = entry
    }

    /// Words in the order of their bytes, each with its contents in ascending order.
    func visit(
        project: Int64, _ body: (_ key: WordKey, _ contents: Span<Int64>) throws(StoreError) -> Void
    ) throws(StoreError) {
        let (contents, ends) = grouped()
        var key = WordKey(WordKey.prefix(project: project))
        let prefix = key.count
        for entry in order() {
            let word = words[Int(entry.number)]
            let end = ends[Int(entry.number)]
            key.replace(from: prefix, with: bytes.span.extracting(word.range))
            try body(key, contents.span.extracting(end - Int(word.count)..<end))
        }
    }

    /// The contents of all words, one word's behind the other's, and where each word's end.
    private func grouped() -> (contents: [Int64], ends: [Int]) {
        var ends: [Int] = []
        ends.reserveCapacity(words.count)
        var sum = 0
        for word in words {
            ends.append(sum)
            sum += Int(word.count)
        }
        var grouped = [Int64](repeating: 0, count: sum)
        Self.group(entries.span, rowEnds.span, contents.span, &ends, &grouped)
        return (grouped, ends)
    }

    private static func group(
        _ entries: Span<UInt32>, _ rowEnds: Span<Int>, _ contents: Span<Int64>, _ ends: inout [Int],
        _ grouped: inout [Int64]
    ) {
        var ends = ends.mutableSpan
        var grouped = grouped.mutableSpan
        var entry = 0
        for row in contents.indices {
            while entry < rowEnds[row] {
                let number = Int(entries[entry])
                grouped[ends[number]] = contents[row]
                ends[number] &+= 1
                entry &+= 1
            }
        }
    }

    private func order() -> [WordOrder.Key] {
        let keys = words.enumerated().map { number, word in
            WordOrder.Key(head: word.head.byteSwapped, number: UInt32(truncatingIfNeeded: number))
        }
        return WordOrder.sorted(keys) { left, right in
            let (one, other) = (words[Int(left.number)], words[Int(right.number)])
            return bytes[one.range].lexicographicallyPrecedes(bytes[other.range])
        }
    }
}
