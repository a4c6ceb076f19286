import HindcastModel
import Synchronization

/// How many calls may be made on one day (UTC). Counted in memory: a restart begins anew.
final class JudgeBudget: Sendable {
    private let callsMax: Int
    private let spent = Mutex((day: Int64.min, calls: 0))

    private static let nanosecondsPerDay: Int64 = 86_400_000_000_000

    init(callsMax: Int) { self.callsMax = callsMax }

    /// False when today's calls are spent.
    func take(at time: Timestamp) -> Bool {
        let day = time.nanoseconds / Self.nanosecondsPerDay
        return spent.withLock { spent in
            if spent.day != day { spent = (day, 0) }
            guard spent.calls < callsMax else { return false }
            spent.calls += 1
            return true
        }
    }
}
