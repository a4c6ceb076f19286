import HindcastJSON

/// Messages as lines of JSON, cut into pieces that are each kept once. Of a conversation that grows only the last
/// piece is written again.
struct MessageLines: Sendable {
    let messages: [JSON]
    /// Piece behind piece, nothing between them; the lines of a piece are joined by line feeds.
    private(set) var bytes: [UInt8] = []
    /// Each message's line.
    private(set) var ranges: [Range<Int>] = []
    private(set) var chunks: [Range<Int>] = []

    /// A piece as long as this becomes a slice of its own, shared by all revisions; a shorter one stays in the span.
    static let chunkBytesMin = Rope.textBytesMin

    init(_ messages: [JSON]) {
        self.messages = messages
        ranges.reserveCapacity(messages.count)
        var chunkStart = 0
        for message in messages {
            if bytes.count > chunkStart { bytes.append(UInt8(ascii: "\n")) }
            let start = bytes.count
            bytes += message.serialized()
            ranges.append(start..<bytes.count)
            if bytes.count - chunkStart >= Self.chunkBytesMin {
                chunks.append(chunkStart..<bytes.count)
                chunkStart = bytes.count
            }
        }
        if bytes.count > chunkStart { chunks.append(chunkStart..<bytes.count) }
    }

    /// Reads a piece. Nil when it is none.
    static func messages(in chunk: Span<UInt8>) -> [JSON]? {
        var messages: [JSON] = []
        var start = 0
        while start < chunk.count {
            var end = start
            while end < chunk.count, chunk[end] != UInt8(ascii: "\n") { end += 1 }
            guard let message = try? JSONReader.parse(chunk, in: start..<end) else { return nil }
            messages.append(message)
            start = end + 1
        }
        return messages
    }
}
