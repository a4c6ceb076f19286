import HindcastStore

/// Some words of a segment in ascending order, each with the contents that have it.
///
/// Per word: how many bytes it shares with the one before, how many follow, these bytes, the length of its list, the
/// list. A list is the distances between its contents, the first counted from where the segment begins.
struct WordBlock {
    private var reader: VarintReader
    /// The word that was read last.
    private(set) var word = WordKey()
    private var list = 0..<0

    init(_ bytes: [UInt8]) { reader = VarintReader(bytes) }

    /// Reads the next word; false after the last.
    mutating func next() throws(StoreError) -> Bool {
        if reader.isAtEnd { return false }
        // Words ascend: whoever reads on behind a word must not come back to it.
        guard let shared = reader.count(), shared <= word.count, let rest = reader.range(), !rest.isEmpty,
            shared == word.count || reader.bytes[rest.lowerBound] > word[shared]
        else { throw Self.damage }
        let bytes = reader.bytes
        word.replace(from: shared, with: bytes.span.extracting(rest))
        guard let list = reader.range() else { throw Self.damage }
        self.list = list
        return true
    }

    /// Appends the contents that have the word. They ascend and lie behind `before`.
    borrowing func contents(since before: Int64, into contents: inout [Int64]) throws(StoreError) {
        var reader = VarintReader(self.reader.bytes, from: list.lowerBound)
        var last = before
        while reader.offset < list.upperBound {
            guard let distance = reader.unsigned(), distance > 0,
                distance <= UInt64(Int64.max) - UInt64(max(last, 0))
            else { throw Self.damage }
            last += Int64(distance)
            contents.append(last)
        }
        guard reader.offset == list.upperBound else { throw Self.damage }
    }

    static let damage = StoreError.corrupt(
        "The search index is damaged: stop the server, delete search.sqlite and start it again.")
}
