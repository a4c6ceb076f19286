/// What must hold for any bytes at all; a fuzzer and the seeded tests feed it.
package enum CompressionFuzz {
    /// Small enough that a fuzzer reaches the limit.
    private static let bytesMax = 1 << 20

    /// Stops the process if `bytes`, taken as compressed, grow past the limit, or taken as content do not
    /// survive compression.
    package static func run(_ bytes: [UInt8]) {
        checkReading { () throws(CompressionError) in try Gzip.decompress(bytes, bytesMax: bytesMax) }
        checkReading { () throws(CompressionError) in try Zstd.decompress(bytes, bytesMax: bytesMax) }
        checkRoundTrip(bytes, compressed: Gzip.compress(bytes, level: 1)) {
            (body, most) throws(CompressionError) in try Gzip.decompress(body, bytesMax: most)
        }
        checkRoundTrip(bytes, compressed: Zstd.compress(bytes, level: 1)) {
            (body, most) throws(CompressionError) in try Zstd.decompress(body, bytesMax: most)
        }
    }

    private static func checkReading(_ read: () throws(CompressionError) -> [UInt8]) {
        do {
            let content = try read()
            precondition(content.count <= bytesMax, "content past the limit")
        } catch {
            if case .tooLarge(let limit) = error { precondition(limit == bytesMax, "another limit") }
        }
    }

    private static func checkRoundTrip(
        _ bytes: [UInt8], compressed: [UInt8], _ read: ([UInt8], Int) throws(CompressionError) -> [UInt8]
    ) {
        do {
            let content = try read(compressed, bytes.count)
            precondition(content == bytes, "compression changed the content")
        } catch {
            preconditionFailure("unreadable: \(error)")
        }
        guard !bytes.isEmpty else { return }
        do {
            _ = try read(compressed, bytes.count - 1)
            preconditionFailure("the limit was not kept")
        } catch {
            precondition(error == .tooLarge(limit: bytes.count - 1), "another error: \(error)")
        }
        do {
            _ = try read(Array(compressed.dropLast()), bytes.count)
            preconditionFailure("a missing byte was not noticed")
        } catch {
            precondition(error == .truncated, "another error: \(error)")
        }
    }
}
