import HindcastStore

/// Reads the words of a segment in ascending order, block by block.
struct SegmentCursor {
    private let connection: Connection
    private let segment: Segment
    private let takes: Bool
    private var block = WordBlock([])

    /// - Parameter takes: whether blocks are deleted as they are read, so that what is written from them finds room.
    init(_ connection: Connection, _ segment: Segment, takes: Bool = false) {
        self.connection = connection
        self.segment = segment
        self.takes = takes
    }

    /// The word that was read last; empty before the first.
    var word: WordKey { block.word }

    /// Appends the contents that have the word, in ascending order.
    borrowing func contents(into contents: inout [Int64]) throws(StoreError) {
        try block.contents(since: segment.contents.lowerBound - 1, into: &contents)
    }

    /// Reads the next word; false after the last.
    mutating func next() throws(StoreError) -> Bool {
        if try block.next() { return true }
        let last = word
        let find = try connection.statement(
            "SELECT bytes FROM blocks WHERE segment = ?1 AND word > ?2 ORDER BY word LIMIT 1")
        guard try load(find, last) else { return false }
        guard last.order(word) < 0 else { throw WordBlock.damage }
        return true
    }

    /// Goes to the first word that is not before the wanted one; false if there is none.
    mutating func seek(_ wanted: WordKey) throws(StoreError) -> Bool {
        let find = try connection.statement(
            "SELECT bytes FROM blocks WHERE segment = ?1 AND word <= ?2 ORDER BY word DESC LIMIT 1")
        var isFound = try load(find, wanted)
        if !isFound {
            block = WordBlock([])
            isFound = try next()
        }
        while isFound, word.order(wanted) < 0 { isFound = try next() }
        return isFound
    }

    private mutating func load(_ find: Statement, _ word: WordKey) throws(StoreError) -> Bool {
        find.bind(1, segment.id)
        find.bind(2, word.bytes)
        guard try find.step() else { return false }
        block = WordBlock(find.blob(0))
        find.reset()
        guard try block.next() else { throw WordBlock.damage }
        if takes { try deleteBlock() }
        return true
    }

    private func deleteBlock() throws(StoreError) {
        let delete = try connection.statement("DELETE FROM blocks WHERE segment = ?1 AND word = ?2")
        delete.bind(1, segment.id)
        delete.bind(2, word.bytes)
        try delete.run()
    }
}
