import HindcastModel
import Synchronization

/// How many requests a caller may make.
public struct RateLimit: Sendable, Equatable {
    /// The lasting rate.
    public var perSecond: Double
    /// How many may come at once after a rest.
    public var burst: Double

    /// A limit; both figures are above zero.
    public init(perSecond: Double, burst: Double) {
        self.perSecond = perSecond
        self.burst = burst
    }

    /// Far above what an exporter sends, far below what would starve other keys of the machine.
    public static let standard = RateLimit(perSecond: 2000, burst: 4000)
}

/// A token bucket per caller.
final class RateLimiter<Caller: Hashable & Sendable>: Sendable {
    private struct Bucket {
        var tokens: Double
        var updated: Timestamp
    }

    private let limit: RateLimit
    private let buckets = Mutex<[Caller: Bucket]>([:])

    init(_ limit: RateLimit) { self.limit = limit }

    /// Takes one token. Nil when there was one, else the seconds after which there will be.
    func take(_ caller: Caller, now: Timestamp) -> Int? {
        buckets.withLock { buckets in
            var bucket = refilled(buckets[caller], now)
            guard bucket.tokens >= 1 else {
                return max(1, Int(((1 - bucket.tokens) / limit.perSecond).rounded(.up)))
            }
            bucket.tokens -= 1
            if buckets.count >= AccessLimits.rateEntriesMax { forgetResting(&buckets, now) }
            buckets[caller] = bucket
            return nil
        }
    }

    /// Whether a token is left, without taking it.
    func hasToken(_ caller: Caller, now: Timestamp) -> Bool {
        buckets.withLock { refilled($0[caller], now).tokens >= 1 }
    }

    private func refilled(_ bucket: Bucket?, _ now: Timestamp) -> Bucket {
        guard let bucket else { return Bucket(tokens: limit.burst, updated: now) }
        // A clock that was set back adds nothing and takes nothing.
        let elapsed = Double(max(0, now.nanoseconds - bucket.updated.nanoseconds)) / 1_000_000_000
        return Bucket(tokens: min(limit.burst, bucket.tokens + elapsed * limit.perSecond), updated: now)
    }

    /// A full bucket says no more than none. If nobody rests, all start afresh: the map must stay bounded.
    private func forgetResting(_ buckets: inout [Caller: Bucket], _ now: Timestamp) {
        buckets = buckets.filter { refilled($0.value, now).tokens < limit.burst }
        if buckets.count >= AccessLimits.rateEntriesMax { buckets = [:] }
    }
}
