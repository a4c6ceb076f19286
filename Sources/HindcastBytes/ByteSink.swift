/// Output that grows up to a limit, for decompressors that cannot know their size beforehand.
struct ByteSink: ~Copyable {
    private(set) var bytes: [UInt8] = []
    private let bytesMax: Int

    init(bytesMax: Int, bytesExpected: Int) {
        self.bytesMax = bytesMax
        bytes.reserveCapacity(max(0, min(bytesExpected, bytesMax)))
    }

    /// Appends a piece; false, with nothing appended, when it would pass the limit.
    mutating func append(_ piece: UnsafeBufferPointer<UInt8>) -> Bool {
        guard piece.count <= bytesMax - bytes.count else { return false }
        unsafe bytes.append(contentsOf: piece)
        return true
    }

    consuming func finish() -> [UInt8] {
        bytes
    }
}
