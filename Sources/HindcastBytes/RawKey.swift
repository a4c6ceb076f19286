/// 128 bits that stand for some bytes within one process: the key of a cache, never an identity.
///
/// Not collision resistant against somebody who knows the process's secret, and different in every
/// process: never store or send one.
public struct RawKey: Hashable, Sendable {
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

    /// Feeds the lower half only: it is already random.
    @inlinable
    public func hash(into hasher: inout Hasher) {
        hasher.combine(low)
    }
}
