import CXXHash

/// Turns bytes into a `RawKey`, fast (XXH3, 128 bits) and under a secret drawn once per process.
///
/// `combine` frames what it is given: `"ab"` then `"c"` differs from `"a"` then `"bc"`, and both differ
/// from the one-shot `hash` of `"abc"`. Nothing here allocates.
public struct RawHasher: Sendable {
    private var state: RawKey

    /// Starts a hash; the same content under another domain has another key.
    public init(domain: UInt8) {
        state = Self.separated(RawKey(high: 0, low: 0), domain: domain)
    }

    /// Takes in `bytes` as one part.
    public mutating func combine(_ bytes: Span<UInt8>) {
        state = Self.chain(state, Self.digest(bytes))
    }

    /// Takes in one number as one part.
    public mutating func combine(_ word: UInt64) {
        // The marker keeps a number apart from eight bytes of the same value.
        state = Self.chain(state, RawKey(high: 0x6e75_6d62_6572_0001, low: word))
    }

    /// Takes in `bytes` and a number as one part.
    public mutating func combine(_ bytes: Span<UInt8>, _ word: UInt64) {
        let digest = Self.digest(bytes)
        let words: InlineArray<5, UInt64> = [state.high, state.low, digest.high, digest.low, word]
        state = unsafe words.span.withUnsafeBytes { unsafe Self.digest($0) }
    }

    /// The key of everything combined so far.
    public func finish() -> RawKey {
        state
    }

    /// The key of `bytes` in one step: the hot path.
    public static func hash(_ bytes: Span<UInt8>, domain: UInt8) -> RawKey {
        separated(digest(bytes), domain: domain)
    }

    /// What `key` takes: the hash of `bytes` before it belongs to a domain.
    public static func digest(_ bytes: Span<UInt8>) -> RawKey {
        unsafe bytes.withUnsafeBytes { unsafe digest($0) }
    }

    /// The key that stands for what `digest` stands for in another domain: for one hash under several rules.
    public static func key(_ digest: RawKey, domain: UInt8) -> RawKey {
        separated(digest, domain: domain)
    }

    /// The key of the pair of `a` and `b`, in that order.
    public static func chain(_ a: RawKey, _ b: RawKey) -> RawKey {
        let words: InlineArray<4, UInt64> = [a.high, a.low, b.high, b.low]
        return unsafe words.span.withUnsafeBytes { unsafe digest($0) }
    }

    private static func digest(_ buffer: UnsafeRawBufferPointer) -> RawKey {
        let hash = unsafe RawSecret.process.words.span.withUnsafeBytes { secret in
            unsafe XXH3_128bits_withSecret(buffer.baseAddress, buffer.count, secret.baseAddress, secret.count)
        }
        return RawKey(high: hash.high64, low: hash.low64)
    }

    /// Moves a key by a secret constant of its domain, so that equal bytes in two domains cannot meet.
    private static func separated(_ key: RawKey, domain: UInt8) -> RawKey {
        let (high, low) = RawSecret.process.domainKey.multipliedFullWidth(by: UInt64(domain) &* 2 &+ 1)
        return RawKey(high: key.high ^ high, low: key.low ^ low)
    }
}
