import CZstd

/// A decompressor that keeps its working memory from one block to the next.
///
/// Not safe to share between threads: each reader owns one.
@safe public final class ZstdDecompressor {
    /// Windows up to 8 MiB are what RFC 8878 asks every decoder to take.
    private static let windowLogLeast: Int32 = 23
    /// Beyond 128 MiB one small frame could claim more memory than the server has.
    private static let windowLogMost: Int32 = 27
    /// A first guess of the output per input byte; messages compress about three times.
    private static let expansionGuess = 4

    private let context: OpaquePointer
    private let piece: UnsafeMutableBufferPointer<UInt8>

    /// Takes the working memory; stops the process when there is none.
    public init() {
        guard let context = unsafe ZSTD_createDCtx() else { preconditionFailure("no memory for zstd") }
        unsafe self.context = unsafe context
        unsafe piece = .allocate(capacity: ZSTD_DStreamOutSize())
    }

    deinit {
        _ = unsafe ZSTD_freeDCtx(context)
        unsafe piece.deallocate()
    }

    /// The content of one or more frames, at most `bytesMax` bytes.
    ///
    /// Throws `CompressionError`; a frame that grows past `bytesMax` is given up at once. The
    /// decompressor stays usable after an error.
    public func decompress(_ bytes: [UInt8], bytesMax: Int) throws(CompressionError) -> [UInt8] {
        try decompress(bytes.span, bytesMax: bytesMax)
    }

    /// The content of one or more frames, read in place, at most `bytesMax` bytes.
    public func decompress(_ bytes: Span<UInt8>, bytesMax: Int) throws(CompressionError) -> [UInt8] {
        let outcome = unsafe bytes.withUnsafeBytes { input -> Result<[UInt8], CompressionError> in
            if let whole = unsafe decompressWhole(input, bytesMax: bytesMax) { return whole }
            return unsafe decompressStream(input, bytesMax: bytesMax)
        }
        return try outcome.get()
    }

    /// One frame that states its size, as the store writes them: straight into the result. Nil when the
    /// input is anything else, or when the stated size is too far from the input's to be believed.
    private func decompressWhole(
        _ input: UnsafeRawBufferPointer, bytesMax: Int
    ) -> Result<[UInt8], CompressionError>? {
        let stated = unsafe ZSTD_getFrameContentSize(input.baseAddress, input.count)
        // The two top values mean "unknown" and "not a frame".
        guard stated < UInt64.max - 1 else { return nil }
        // No content is left to the stream: an array of no capacity is the one that all empty arrays of the process
        // share, and the initialiser below would write its count, a race with whoever reads it.
        guard stated > 0 else { return nil }
        guard stated <= UInt64(max(0, bytesMax)) else { return .failure(.tooLarge(limit: bytesMax)) }
        guard stated <= 1 << 20 || Int(stated) / 64 <= input.count else { return nil }
        let frame = unsafe ZSTD_findFrameCompressedSize(input.baseAddress, input.count)
        guard frame == input.count else { return nil }
        var code = 0
        let output = unsafe [UInt8](unsafeUninitializedCapacity: Int(stated)) { buffer, count in
            code = unsafe ZSTD_decompressDCtx(
                context, buffer.baseAddress, buffer.count, input.baseAddress, input.count)
            count = ZSTD_isError(code) == 0 ? code : 0
        }
        return ZSTD_isError(code) == 0 ? .success(output) : .failure(Self.error(code))
    }

    private func decompressStream(
        _ input: UnsafeRawBufferPointer, bytesMax: Int
    ) -> Result<[UInt8], CompressionError> {
        _ = unsafe ZSTD_DCtx_reset(context, ZSTD_reset_session_only)
        var windowLog = Self.windowLogLeast
        while windowLog < Self.windowLogMost, (1 << Int(windowLog)) < bytesMax { windowLog += 1 }
        _ = unsafe ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, windowLog)
        var sink = ByteSink(
            bytesMax: max(0, bytesMax),
            bytesExpected: input.count.multipliedReportingOverflow(by: Self.expansionGuess).partialValue)
        var source = unsafe ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var frameOpen = true
        while true {
            var target = unsafe ZSTD_outBuffer(dst: piece.baseAddress, size: piece.count, pos: 0)
            let before = unsafe source.pos
            let code = unsafe ZSTD_decompressStream(context, &target, &source)
            guard ZSTD_isError(code) == 0 else { return .failure(Self.error(code)) }
            guard unsafe sink.append(UnsafeBufferPointer(rebasing: piece[..<target.pos])) else {
                return .failure(.tooLarge(limit: bytesMax))
            }
            frameOpen = code != 0
            if unsafe source.pos == source.size, unsafe target.pos < target.size || !frameOpen {
                return frameOpen ? .failure(.truncated) : .success(sink.finish())
            }
            guard unsafe source.pos > before || target.pos > 0 else {
                return .failure(.malformed(detail: "zstd makes no progress"))
            }
        }
    }

    private static func error(_ code: Int) -> CompressionError {
        switch ZSTD_getErrorCode(code) {
        case ZSTD_error_memory_allocation: .outOfMemory
        case ZSTD_error_srcSize_wrong: .truncated
        default: .malformed(detail: "zstd: " + (unsafe String(cString: ZSTD_getErrorName(code))))
        }
    }
}
