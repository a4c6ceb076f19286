import HindcastJSON

/// Messages as lines of JSON, cut into pieces that are each kept once. Of a conversation that grows only the last
/// piece is written again.
struct MessageLines {
    /// Lines joined by line feeds.
    private(set) var chunks: [[UInt8]] = []

    /// A piece as long as this becomes a slice of its own, shared by all revisions; a shorter one stays in the span.
    static let chunkBytesMin = Rope.textBytesMin

    init(_ messages: [JSON]) {
        var chunk: [UInt8] = []
        for message in messages {
            if !chunk.isEmpty { chunk.append(UInt8(ascii: "\n")) }
            chunk += message.serialized()
            if chunk.count >= Self.chunkBytesMin {
                chunks.append(chunk)
                chunk = []
            }
        }
        if !chunk.isEmpty { chunks.append(chunk) }
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
