import CCrypto

/// A SHA-256 hash, 32 bytes.
public struct SHA256Digest: Hashable, Comparable, Sendable {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    private init(_ words: (UInt64, UInt64, UInt64, UInt64)) { self.words = words }

    /// Nil unless there are 32 bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        var words: [UInt64] = [0, 0, 0, 0]
        for (index, byte) in bytes.enumerated() { words[index / 8] = words[index / 8] << 8 | UInt64(byte) }
        self.init((words[0], words[1], words[2], words[3]))
    }

    public var bytes: [UInt8] {
        [words.0, words.1, words.2, words.3].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) }
        }
    }

    public var hex: String { Hex.encode(bytes) }

    public static func of(_ bytes: [UInt8]) -> SHA256Digest { of(bytes.span) }

    public static func of(_ bytes: Span<UInt8>) -> SHA256Digest { of(prefix: nil, bytes) }

    /// The hash of a domain byte and the bytes: equal bytes in two domains have different hashes.
    public static func of(domain: UInt8, _ bytes: [UInt8]) -> SHA256Digest { of(prefix: domain, bytes.span) }

    private static func of(prefix: UInt8?, _ bytes: Span<UInt8>) -> SHA256Digest {
        let context = unsafe EVP_MD_CTX_new()
        defer { unsafe EVP_MD_CTX_free(context) }
        unsafe EVP_DigestInit_ex(context, algorithm.pointer, nil)
        if var prefix { unsafe EVP_DigestUpdate(context, &prefix, 1) }
        unsafe bytes.withUnsafeBufferPointer { unsafe _ = EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
        var output: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        unsafe withUnsafeMutableBytes(of: &output) {
            unsafe _ = EVP_DigestFinal_ex(context, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), nil)
        }
        return SHA256Digest((output.0.bigEndian, output.1.bigEndian, output.2.bigEndian, output.3.bigEndian))
    }

    /// Fetched once: looking an algorithm up costs more than hashing a message.
    private static let algorithm = unsafe FetchedAlgorithm(pointer: EVP_MD_fetch(nil, "SHA256", nil))

    /// A fetched algorithm never changes and may be used from any thread.
    @unsafe private struct FetchedAlgorithm: @unchecked Sendable {
        let pointer: OpaquePointer?
    }

    public static func == (left: Self, right: Self) -> Bool {
        left.words.0 == right.words.0 && left.words.1 == right.words.1 && left.words.2 == right.words.2
            && left.words.3 == right.words.3
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.words < right.words
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}
