import CZlib

/// Gzip and zlib bodies, as HTTP's `gzip` and `deflate` encodings carry them.
public enum Gzip {
    /// zlib's largest window, which reads every smaller one.
    private static let windowBits: Int32 = 15
    /// Added to the window bits: tell gzip and zlib wrappers apart by their first bytes.
    private static let eitherWrapper: Int32 = 32
    /// Added to the window bits: write a gzip wrapper.
    private static let gzipWrapper: Int32 = 16
    /// zlib counts in 32 bits; larger inputs are fed in runs of this many bytes.
    private static let runBytesMax = 1 << 30
    /// Large enough that the calls cost nothing, small enough to stay in cache.
    private static let pieceBytes = 64 << 10

    /// The content of one or more gzip members, or of one zlib stream, at most `bytesMax` bytes.
    ///
    /// Throws `CompressionError`; a stream that grows past `bytesMax` is given up at once. Zero bytes
    /// after the last member are padding, as the gzip tool has it; anything else there is an error.
    public static func decompress(_ bytes: [UInt8], bytesMax: Int) throws(CompressionError) -> [UInt8] {
        try decompress(bytes.span, bytesMax: bytesMax)
    }

    /// The content of one or more gzip members, or of one zlib stream, read in place.
    public static func decompress(
        _ bytes: Span<UInt8>, bytesMax: Int
    ) throws(CompressionError) -> [UInt8] {
        let outcome = unsafe bytes.withUnsafeBufferPointer { unsafe inflated($0, bytesMax: max(0, bytesMax)) }
        return try outcome.get()
    }

    /// One gzip member that holds `bytes`; levels run from 1 (fast) to 9 (small).
    public static func compress(_ bytes: [UInt8], level: Int32 = 6) -> [UInt8] {
        compress(bytes.span, level: level)
    }

    /// One gzip member that holds `bytes`, read in place; levels run from 1 (fast) to 9 (small).
    public static func compress(_ bytes: Span<UInt8>, level: Int32 = 6) -> [UInt8] {
        unsafe bytes.withUnsafeBufferPointer { unsafe deflated($0, level: level) }
    }

    private static func inflated(
        _ input: UnsafeBufferPointer<UInt8>, bytesMax: Int
    ) -> Result<[UInt8], CompressionError> {
        var stream = unsafe z_stream()
        let started = unsafe inflateInit2_(
            &stream, windowBits + eitherWrapper, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard started == Z_OK else { return .failure(.outOfMemory) }
        defer { unsafe inflateEnd(&stream) }
        let piece = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: pieceBytes)
        defer { unsafe piece.deallocate() }
        var sink = ByteSink(bytesMax: bytesMax, bytesExpected: input.count)
        var consumed = 0
        while true {
            let run = min(input.count - consumed, runBytesMax)
            unsafe stream.next_in = UnsafeMutablePointer(
                mutating: input.baseAddress.map { unsafe $0 + consumed })
            unsafe stream.avail_in = UInt32(run)
            unsafe stream.next_out = piece.baseAddress
            unsafe stream.avail_out = UInt32(piece.count)
            let status = unsafe inflate(&stream, Z_NO_FLUSH)
            consumed += run - (unsafe Int(stream.avail_in))
            let made = piece.count - (unsafe Int(stream.avail_out))
            guard unsafe sink.append(UnsafeBufferPointer(rebasing: piece[..<made])) else {
                return .failure(.tooLarge(limit: bytesMax))
            }
            switch status {
            case Z_STREAM_END:
                let rest = unsafe input[consumed...]
                if unsafe rest.allSatisfy({ $0 == 0 }) { return .success(sink.finish()) }
                guard unsafe rest.starts(with: [0x1f, 0x8b]) else {
                    return .failure(.malformed(detail: "bytes after the end of the stream"))
                }
                unsafe inflateReset(&stream)
            case Z_OK: continue
            case Z_BUF_ERROR: return .failure(.truncated)
            case Z_MEM_ERROR: return .failure(.outOfMemory)
            default:
                let detail = unsafe stream.msg.map { unsafe String(cString: $0) } ?? "code \(status)"
                return .failure(.malformed(detail: "zlib: " + detail))
            }
        }
    }

    private static func deflated(_ input: UnsafeBufferPointer<UInt8>, level: Int32) -> [UInt8] {
        var stream = unsafe z_stream()
        let memoryLevel: Int32 = 8
        let started = unsafe deflateInit2_(
            &stream, level, Z_DEFLATED, windowBits + gzipWrapper, memoryLevel, Z_DEFAULT_STRATEGY,
            ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(started == Z_OK, "no memory for zlib, or no such level: \(level)")
        defer { unsafe deflateEnd(&stream) }
        let piece = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: pieceBytes)
        defer { unsafe piece.deallocate() }
        var output: [UInt8] = []
        var consumed = 0
        while true {
            let run = min(input.count - consumed, runBytesMax)
            let last = consumed + run == input.count
            unsafe stream.next_in = UnsafeMutablePointer(
                mutating: input.baseAddress.map { unsafe $0 + consumed })
            unsafe stream.avail_in = UInt32(run)
            unsafe stream.next_out = piece.baseAddress
            unsafe stream.avail_out = UInt32(piece.count)
            let status = unsafe deflate(&stream, last ? Z_FINISH : Z_NO_FLUSH)
            consumed += run - (unsafe Int(stream.avail_in))
            unsafe output.append(contentsOf: piece[..<(piece.count - Int(stream.avail_out))])
            if status == Z_STREAM_END { return output }
        }
    }

    /// zlib's interface predates `const`; it does not write to its input.
    private static func start(
        of input: UnsafeBufferPointer<UInt8>, at offset: Int
    ) -> UnsafeMutablePointer<UInt8>? {
        unsafe UnsafeMutablePointer(mutating: input.baseAddress.map { unsafe $0 + offset })
    }
}
