import CCrypto

extension SHA256Digest {
    /// The digest of `bytes`.
    public static func of(_ bytes: [UInt8]) -> SHA256Digest {
        of(bytes.span)
    }

    /// The digest of `bytes`, read in place.
    public static func of(_ bytes: Span<UInt8>) -> SHA256Digest {
        var context = SHA256_CTX()
        unsafe SHA256_Init(&context)
        unsafe bytes.withUnsafeBytes { buffer in
            _ = unsafe SHA256_Update(&context, buffer.baseAddress, buffer.count)
        }
        return finish(&context)
    }

    /// The digest of the byte `domain` followed by `bytes`.
    ///
    /// Two kinds of content that may hold equal bytes stay apart when each has its own domain.
    public static func of(domain: UInt8, _ bytes: [UInt8]) -> SHA256Digest {
        of(domain: domain, bytes.span)
    }

    /// The digest of the byte `domain` followed by `bytes`, read in place.
    public static func of(domain: UInt8, _ bytes: Span<UInt8>) -> SHA256Digest {
        var context = SHA256_CTX()
        unsafe SHA256_Init(&context)
        var domain = domain
        unsafe SHA256_Update(&context, &domain, 1)
        unsafe bytes.withUnsafeBytes { buffer in
            _ = unsafe SHA256_Update(&context, buffer.baseAddress, buffer.count)
        }
        return finish(&context)
    }

    private static func finish(_ context: inout SHA256_CTX) -> SHA256Digest {
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        unsafe withUnsafeMutableBytes(of: &words) { buffer in
            _ = unsafe SHA256_Final(buffer.bindMemory(to: UInt8.self).baseAddress, &context)
        }
        return SHA256Digest(bigEndianWords: words)
    }
}
