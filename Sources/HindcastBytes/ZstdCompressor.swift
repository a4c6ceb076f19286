import CZstd

/// A compressor that keeps its working memory from one block to the next.
///
/// Not safe to share between threads: each writer owns one.
@safe public final class ZstdCompressor {
    /// Output goes here first, so that results take no more room than they need; larger blocks than this have
    /// room of their own, given back after use.
    private static let scratchBytesMax = 1 << 20

    private let context: OpaquePointer
    private var scratch = unsafe UnsafeMutableRawBufferPointer(start: nil, count: 0)

    /// Takes the working memory; stops the process when there is none.
    public init() {
        guard let context = unsafe ZSTD_createCCtx() else { preconditionFailure("no memory for zstd") }
        unsafe self.context = unsafe context
    }

    deinit {
        _ = unsafe ZSTD_freeCCtx(context)
        unsafe scratch.deallocate()
    }

    /// One frame that holds `bytes`; levels run from 1 (fast) to 19 (small).
    public func compress(_ bytes: [UInt8], level: Int32) -> [UInt8] {
        compress(bytes.span, level: level)
    }

    /// One frame that holds `bytes`, read in place; levels run from 1 (fast) to 19 (small).
    public func compress(_ bytes: Span<UInt8>, level: Int32) -> [UInt8] {
        let bound = ZSTD_compressBound(bytes.count)
        if unsafe scratch.count < bound {
            unsafe scratch.deallocate()
            unsafe scratch = .allocate(byteCount: bound, alignment: 16)
        }
        let count = unsafe bytes.withUnsafeBytes { input in
            unsafe ZSTD_compressCCtx(
                context, scratch.baseAddress, scratch.count, input.baseAddress, input.count, level)
        }
        // With room for the bound, only an allocation can fail.
        precondition(ZSTD_isError(count) == 0, "no memory for zstd")
        let frame = unsafe Array(scratch[..<count])
        if unsafe scratch.count > Self.scratchBytesMax {
            unsafe scratch.deallocate()
            unsafe scratch = UnsafeMutableRawBufferPointer(start: nil, count: 0)
        }
        return frame
    }
}
