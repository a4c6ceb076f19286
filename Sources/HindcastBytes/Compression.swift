import CZlib
import CZstd

/// Why compressed bytes cannot be opened.
public enum CompressionError: Error, Sendable, Equatable {
    /// More than the caller allows would come out.
    case tooLarge(limit: Int)
    case malformed
    case truncated
}

/// Zstandard.
public enum Zstd {
    public static func compress(_ bytes: [UInt8], level: Int32) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
        let size = unsafe output.withUnsafeMutableBytes { target in
            unsafe ZSTD_compress(target.baseAddress, target.count, bytes, bytes.count, level)
        }
        precondition(ZSTD_isError(size) == 0, "Compressing into a buffer of the bound's size cannot fail.")
        output.removeLast(output.count - size)
        return output
    }

    /// Opens one or several frames; what comes out is bounded, whatever the frames promise.
    public static func decompress(_ bytes: [UInt8], bytesMax: Int) throws(CompressionError) -> [UInt8] {
        let stream = unsafe ZSTD_createDStream()
        defer { unsafe _ = ZSTD_freeDStream(stream) }
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 17)
        var position = 0
        while true {
            let (status, produced) = unsafe chunk.withUnsafeMutableBytes { target in
                unsafe bytes.withUnsafeBytes { source in
                    var input = unsafe ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: position)
                    var room = unsafe ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
                    let status = unsafe ZSTD_decompressStream(stream, &room, &input)
                    position = unsafe input.pos
                    return (status, unsafe room.pos)
                }
            }
            if ZSTD_isError(status) != 0 { throw .malformed }
            guard output.count + produced <= bytesMax else { throw .tooLarge(limit: bytesMax) }
            output += chunk[..<produced]
            if status == 0, position == bytes.count { return output }
            if produced == 0, position == bytes.count { throw .truncated }
        }
    }
}

/// Gzip, and zlib's own wrapper that HTTP calls deflate.
public enum Gzip {
    public static func compress(_ bytes: [UInt8], level: Int32 = 6) -> [UInt8] {
        var stream = unsafe z_stream()
        let windowBits = MAX_WBITS + 16
        unsafe deflateInit2_(
            &stream, level, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        defer { unsafe _ = deflateEnd(&stream) }
        var output = [UInt8](repeating: 0, count: Int(unsafe deflateBound(&stream, UInt(bytes.count))))
        var input = bytes
        let written = unsafe input.withUnsafeMutableBufferPointer { source in
            unsafe output.withUnsafeMutableBufferPointer { target in
                unsafe stream.next_in = source.baseAddress
                unsafe stream.avail_in = UInt32(source.count)
                unsafe stream.next_out = target.baseAddress
                unsafe stream.avail_out = UInt32(target.count)
                unsafe deflate(&stream, Z_FINISH)
                return unsafe target.count - Int(stream.avail_out)
            }
        }
        output.removeLast(output.count - written)
        return output
    }

    /// Opens one or several members; what comes out is bounded.
    public static func decompress(_ bytes: [UInt8], bytesMax: Int) throws(CompressionError) -> [UInt8] {
        var stream = unsafe z_stream()
        // 32 lets zlib tell the two wrappers apart.
        unsafe inflateInit2_(&stream, MAX_WBITS + 32, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        defer { unsafe _ = inflateEnd(&stream) }
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 17)
        var input = bytes
        var position = 0
        while true {
            let (status, produced, consumed) = unsafe input.withUnsafeMutableBufferPointer { source in
                unsafe chunk.withUnsafeMutableBufferPointer { target in
                    unsafe stream.next_in = source.baseAddress?.advanced(by: position)
                    unsafe stream.avail_in = UInt32(source.count - position)
                    unsafe stream.next_out = target.baseAddress
                    unsafe stream.avail_out = UInt32(target.count)
                    let status = unsafe inflate(&stream, Z_NO_FLUSH)
                    return unsafe (
                        status, target.count - Int(stream.avail_out), source.count - position - Int(stream.avail_in)
                    )
                }
            }
            position += consumed
            guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else { throw .malformed }
            guard output.count + produced <= bytesMax else { throw .tooLarge(limit: bytesMax) }
            output += chunk[..<produced]
            if status == Z_STREAM_END {
                if position == bytes.count { return output }
                unsafe inflateReset(&stream)
            } else if produced == 0, consumed == 0 || position == bytes.count {
                throw .truncated
            }
        }
    }
}
