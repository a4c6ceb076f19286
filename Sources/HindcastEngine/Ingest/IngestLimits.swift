/// Bounds of the way from a request to the disk, each with its reason.
public enum IngestLimits {
    /// Payload that may wait for a commit. At the slowest disk we serve (20 MB/s) it is ten seconds' worth; more
    /// would only make clients time out.
    public static let waitingBytesMax = 192 << 20
    /// Payload of one commit: bounds the time a later request waits behind it, and the memory of a batch.
    public static let batchBytesMax = 16 << 20
    /// Spans of one commit.
    public static let batchSpansMax = 4096
    /// What a client is told to wait when too much is waiting.
    public static let busyRetryMilliseconds = 500
    /// Free space below which nothing more is taken, so that the store can still be opened, read and emptied.
    public static let diskReserveBytes: Int64 = 64 << 20
    /// Spans between two looks at the free space: one look costs as much as a span.
    public static let diskCheckSpans = 2000
    /// Payload that counts as one span there, so that at most 16 MB, a quarter of the reserve, comes between two looks.
    public static let diskCheckSpanBytes = 8 << 10
    /// Entries in one generation of each of the interner's caches, about 60 bytes each: 24 MB at most, the live
    /// prefixes of some thousand conversations.
    public static let internerEntriesMax = 100_000
    /// Log records joined into one span's reading. A model call has a few per message.
    public static let joinedLogsMax = 2000
    /// Log records of one Claude Code session that are read together; a working day has some thousand.
    public static let sessionLogsMax = 20_000
    /// Spans of one Claude Code turn that are told what the records say.
    public static let sessionSpansMax = 5_000
    /// Values longer than this are not searchable through their span; messages are, at any length.
    public static let searchableValueBytesMax = 4096
}
