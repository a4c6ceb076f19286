public import HindcastModel
import Synchronization

/// A clock that stands still until it is told to go on.
public final class ManualTime: TimeSource {
    private let moment: Mutex<Int64>

    /// Begins at 2026-01-01T00:00:00Z.
    public init(_ nanoseconds: Int64 = 1_767_225_600_000_000_000) { moment = Mutex(nanoseconds) }

    public var now: Timestamp { Timestamp(nanoseconds: moment.withLock { $0 }) }

    public func advance(milliseconds: Int64) { moment.withLock { $0 += milliseconds * 1_000_000 } }
}
