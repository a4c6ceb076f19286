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

    /// Words of different projects lie apart.
    static func key(project: Int64, word: ArraySlice<UInt8>) -> [UInt8] {
        var key: [UInt8] = []
        key.reserveCapacity(8 + word.count)
        for shift in stride(from: 56, through: 0, by: -8) {
            key.append(UInt8(truncatingIfNeeded: project >> Int64(shift)))
        }
        key.append(contentsOf: word)
        return key
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
        if block.bytes.isEmpty { start = word }
        let shared = block.bytes.isEmpty ? 0 : Self.shared(last, word)
        block.unsigned(UInt64(shared))
        block.unsigned(UInt64(word.count - shared))
        block.raw(word[shared...])
        block.unsigned(UInt64(list.bytes.count))
        block.raw(list.bytes)
        last = word
    }

    private static func shared(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var count = 0
        while count < left.count, count < right.count, left[count] == right[count] { count += 1 }
        return count
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
