import CCrypto

/// The SHA-256 of some bytes: the identity of stored content.
///
/// Ordered as its 32 bytes are, so that sorting digests and sorting their bytes agree.
public struct SHA256Digest: ScatteredKey, Comparable, Sendable {
    /// The number of bytes in a digest.
    public static let byteCount = 32

    /// The digest as four big-endian words, kept inline so that a digest needs no allocation.
    let word0: UInt64
    let word1: UInt64
    let word2: UInt64
    let word3: UInt64

    /// Takes a digest that was stored or sent earlier; nil unless there are exactly 32 bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        var iterator = bytes.makeIterator()
        func word() -> UInt64 {
            var word: UInt64 = 0
            for _ in 0..<8 { word = word << 8 | UInt64(iterator.next() ?? 0) }
            return word
        }
        word0 = word()
        word1 = word()
        word2 = word()
        word3 = word()
    }

    init(bigEndianWords words: (UInt64, UInt64, UInt64, UInt64)) {
        word0 = UInt64(bigEndian: words.0)
        word1 = UInt64(bigEndian: words.1)
        word2 = UInt64(bigEndian: words.2)
        word3 = UInt64(bigEndian: words.3)
    }

    /// The 32 bytes of the digest.
    public var bytes: [UInt8] {
        unsafe withBytes { unsafe Array($0) }
    }

    /// The first 16 bytes as two big-endian words, for where a digest need not be whole.
    public var firstHalf: (high: UInt64, low: UInt64) { (word0, word1) }

    /// The digest as 64 lower-case hexadecimal digits.
    public var hex: String {
        unsafe withBytes { unsafe Hex.encode($0) }
    }

    private func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        let words = (word0.bigEndian, word1.bigEndian, word2.bigEndian, word3.bigEndian)
        return unsafe withUnsafeBytes(of: words) { unsafe body($0.bindMemory(to: UInt8.self)) }
    }

    /// Whether the bytes of `left` come before those of `right`.
    public static func < (left: Self, right: Self) -> Bool {
        if left.word0 != right.word0 { return left.word0 < right.word0 }
        if left.word1 != right.word1 { return left.word1 < right.word1 }
        if left.word2 != right.word2 { return left.word2 < right.word2 }
        return left.word3 < right.word3
    }

    public var scattered: UInt64 { word0 }
}
