import HindcastStore

/// Writes the blocks of one segment. Words come in ascending order.
struct SegmentWriter {
    private let connection: Connection
    private let segment: Int64
    /// Lists count from here.
    private let before: Int64
    /// The first of the block.
    private var start = WordKey()
    private var last = WordKey()
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

    mutating func add(_ word: WordKey, _ contents: Span<Int64>) throws(StoreError) {
        list.removeAll()
        list.distances(contents, since: before)
        if !block.bytes.isEmpty, block.bytes.count + word.count + list.bytes.count > Self.blockBytesMax {
            try finish()
        }
        if block.bytes.isEmpty {
            start.replace(from: 0, by: word)
            last.removeAll()
        }
        let shared = last.shared(with: word)
        block.unsigned(UInt64(shared))
        block.unsigned(UInt64(word.count - shared))
        word.append(from: shared, to: &block)
        block.unsigned(UInt64(list.bytes.count))
        block.raw(list.bytes)
        last.replace(from: shared, by: word)
    }

    /// Writes the block that is not full yet.
    mutating func finish() throws(StoreError) {
        guard !block.bytes.isEmpty else { return }
        let insert = try connection.statement("INSERT INTO blocks(segment, word, bytes) VALUES (?1, ?2, ?3)")
        insert.bind(1, segment)
        insert.bind(2, start.bytes)
        insert.bind(3, block.bytes)
        try insert.run()
        bytesWritten += block.bytes.count
        block.removeAll()
    }
}
