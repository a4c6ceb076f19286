/// 128 bits that stand for some bytes within one process: the key of a cache, never an identity.
///
/// Not collision resistant against somebody who knows the process's secret, and different in every
/// process: never store or send one.
public struct RawKey: ScatteredKey, Sendable {
    /// The upper half.
    public let high: UInt64
    /// The lower half.
    public let low: UInt64

    /// Puts the two halves together.
    @inlinable
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    @inlinable
    public var scattered: UInt64 { low }
}
