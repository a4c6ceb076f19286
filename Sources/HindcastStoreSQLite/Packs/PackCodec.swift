import HindcastBytes

/// The compressor of packs: the one place that knows it is zstd.
enum PackCodec {
    static func compress(_ bytes: [UInt8], level: Int) -> [UInt8] {
        Zstd.compress(bytes, level: Int32(level))
    }

    /// Nil when the frame is damaged or its content is not `rawBytes` long.
    static func decompress(_ frame: [UInt8], rawBytes: Int) -> [UInt8]? {
        guard let bytes = try? Zstd.decompress(frame, bytesMax: rawBytes), bytes.count == rawBytes else {
            return nil
        }
        return bytes
    }
}
