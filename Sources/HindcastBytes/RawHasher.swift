import CXXHash

/// Names raw bytes inside this process: 128 bits, keyed by a secret of the process, so that nobody outside can make
/// two byte strings meet. Never stored.
public struct RawKey: Hashable, Sendable {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The bits are random already.
    public func hash(into hasher: inout Hasher) { hasher.combine(low) }
}

/// XXH3 with a secret of the process.
public enum RawHasher {
    public static func hash(_ bytes: Span<UInt8>, domain: UInt8) -> RawKey {
        let found = unsafe bytes.withUnsafeBufferPointer { unsafe keyed(UnsafeRawBufferPointer($0)) }
        return chain(RawKey(high: UInt64(domain), low: UInt64(bytes.count)), found)
    }

    /// Folds a key onto another; the order matters.
    public static func chain(_ first: RawKey, _ second: RawKey) -> RawKey {
        let words = (first.high, first.low, second.high, second.low)
        return unsafe withUnsafeBytes(of: words) { unsafe keyed($0) }
    }

    private static func keyed(_ bytes: UnsafeRawBufferPointer) -> RawKey {
        unsafe secret.withUnsafeBufferPointer { key in
            let found = unsafe XXH3_128bits_withSecret(bytes.baseAddress, bytes.count, key.baseAddress, key.count)
            return RawKey(high: found.high64, low: found.low64)
        }
    }

    /// At least `XXH3_SECRET_SIZE_MIN` (136) bytes.
    private static let secret = Randomness.bytes(192)
}
