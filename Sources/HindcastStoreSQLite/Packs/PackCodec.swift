import HindcastBytes

/// The compressor of packs: the one place that knows it is zstd. Keeps its working memory; one per thread.
final class PackCodec {
    private let compressor = ZstdCompressor()
    private let decompressor = ZstdDecompressor()

    func compress(_ bytes: [UInt8], level: Int) -> [UInt8] {
        compressor.compress(bytes, level: Int32(level))
    }

    /// Nil when the frame is damaged or its content is not `rawBytes` long.
    func decompress(_ frame: Span<UInt8>, rawBytes: Int) -> [UInt8]? {
        guard let bytes = try? decompressor.decompress(frame, bytesMax: rawBytes), bytes.count == rawBytes
        else {
            return nil
        }
        return bytes
    }
}
