/// Bounds of the live feed, each with its reason.
public enum LiveLimits {
    /// Events waiting for one slow reader: seconds of a busy feed, kilobytes of memory.
    public static let bufferedEventsMax = 256
    /// Commits kept to resume from: minutes of a feed with several commits a second.
    public static let ringCommitsMax = 1024
    /// Changes kept with them, about 40 bytes each.
    public static let ringChangesMax = 100_000
    /// Changes read from the store for a reader who was away longer; beyond, it is told to start afresh.
    public static let catchUpChangesMax = 1000
    /// Readers at once.
    public static let readersMax = 1000
    /// Pause between two heartbeats: below the 30 s after which common proxies give up.
    public static let heartbeatSeconds = 15
}
