import CZstd

/// A compressor that keeps its working memory from one block to the next.
///
/// Not safe to share between threads: each writer owns one.
@safe public final class ZstdCompressor {
    private let context: OpaquePointer

    /// Takes the working memory; stops the process when there is none.
    public init() {
        guard let context = unsafe ZSTD_createCCtx() else { preconditionFailure("no memory for zstd") }
        unsafe self.context = unsafe context
    }

    deinit {
        _ = unsafe ZSTD_freeCCtx(context)
    }

    /// One frame that holds `bytes`; levels run from 1 (fast) to 19 (small).
    public func compress(_ bytes: [UInt8], level: Int32) -> [UInt8] {
        compress(bytes.span, level: level)
    }

    /// One frame that holds `bytes`, read in place; levels run from 1 (fast) to 19 (small).
    public func compress(_ bytes: Span<UInt8>, level: Int32) -> [UInt8] {
        let bound = ZSTD_compressBound(bytes.count)
        return unsafe [UInt8](unsafeUninitializedCapacity: bound) { output, count in
            unsafe bytes.withUnsafeBytes { input in
                count = unsafe ZSTD_compressCCtx(
                    context, output.baseAddress, output.count, input.baseAddress, input.count, level)
            }
            // With room for the bound, only an allocation can fail.
            precondition(ZSTD_isError(count) == 0, "no memory for zstd")
        }
    }
}
