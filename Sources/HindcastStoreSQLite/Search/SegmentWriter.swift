import HindcastStore

/// Writes the blocks of one segment. Words come in ascending order.
struct SegmentWriter {
    private let connection: Connection
    private let segment: Int64
    /// Lists count from here.
    private let before: Int64
    private var start: [UInt8] = []
    private var last: [UInt8] = []
    private var block = VarintWriter()
    private var list = VarintWriter()
    private(set) var bytesWritten = 0

    /// A search reads one block per word and segment, so it should be small; each leaves part of a page empty, so it
    /// should be large. What fits into four pages of the file and the part of a row that lies outside of these.
    private static let blockBytesMax = 4 * 4092 + 440

    init(_ connection: Connection, segment: Int64, before: Int64) {
        self.connection = connection
        self.segment = segment
        self.before = before
    }

    mutating func add(_ word: [UInt8], _ contents: [Int64]) throws(StoreError) {
        list.removeAll()
        var previous = before
        for content in contents {
            list.unsigned(UInt64(content - previous))
            previous = content
        }
        if !block.bytes.isEmpty, block.bytes.count + word.count + list.bytes.count > Self.blockBytesMax {
            try finish()
        }
        if block.bytes.isEmpty {
            start = word
            last.removeAll(keepingCapacity: true)
        }
        var shared = 0
        while shared < last.count, shared < word.count, last[shared] == word[shared] { shared += 1 }
        block.unsigned(UInt64(shared))
        block.unsigned(UInt64(word.count - shared))
        last.removeLast(last.count - shared)
        for offset in shared..<word.count {
            block.byte(word[offset])
            last.append(word[offset])
        }
        block.unsigned(UInt64(list.bytes.count))
        block.raw(list.bytes)
    }

    /// Writes the block that is not full yet.
    mutating func finish() throws(StoreError) {
        guard !block.bytes.isEmpty else { return }
        let insert = try connection.statement("INSERT INTO blocks(segment, word, bytes) VALUES (?1, ?2, ?3)")
        insert.bind(1, segment)
        insert.bind(2, start)
        insert.bind(3, block.bytes)
        try insert.run()
        bytesWritten += block.bytes.count
        block.removeAll()
    }
}
