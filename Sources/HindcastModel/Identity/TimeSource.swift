#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where the time comes from; tests bring their own.
public protocol TimeSource: Sendable {
    /// This moment.
    var now: Timestamp { get }
}

/// The machine's clock.
public struct SystemTime: TimeSource {
    /// The clock of this machine.
    public init() {}

    public var now: Timestamp {
        var moment = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &moment)
        return Timestamp(nanoseconds: Int64(moment.tv_sec) * 1_000_000_000 + Int64(moment.tv_nsec))
    }
}
