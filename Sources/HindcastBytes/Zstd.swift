/// Zstandard in one call. Where many blocks are handled, keep a `ZstdCompressor` or `ZstdDecompressor`.
public enum Zstd {
    /// One frame that holds `bytes`; levels run from 1 (fast) to 19 (small).
    public static func compress(_ bytes: Span<UInt8>, level: Int32) -> [UInt8] {
        ZstdCompressor().compress(bytes, level: level)
    }

    /// One frame that holds `bytes`; levels run from 1 (fast) to 19 (small).
    public static func compress(_ bytes: [UInt8], level: Int32) -> [UInt8] {
        compress(bytes.span, level: level)
    }

    /// The content of one or more frames, at most `bytesMax` bytes.
    ///
    /// Throws `CompressionError`; a frame that grows past `bytesMax` is given up at once.
    public static func decompress(_ bytes: [UInt8], bytesMax: Int) throws(CompressionError) -> [UInt8] {
        try ZstdDecompressor().decompress(bytes, bytesMax: bytesMax)
    }
}
