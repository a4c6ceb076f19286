/// Bounds of reading, each with its reason.
public enum QueryLimits {
    /// Rows of one outline: 20,000 rows are about 6 MB of JSON, more than a screen can use at once.
    public static let outlineSpansMax = 20_000
    /// Model calls of earlier traces that a conversation is compared with. Each carries its whole context, so the
    /// newest few hold nearly everything.
    public static let earlierCallsMax = 200
    /// Spans from which a trace's steps are worth keeping between two requests; below, working them out is quicker
    /// than a page of anything else.
    public static let cachedStepsSpansMin = 500
    /// Traces whose steps are kept: those that people page through at one time.
    public static let cachedTracesMax = 16
    /// Entries of one transcript page.
    public static let transcriptPageMax = 500
    /// Entries of a transcript page unless the client asks for another number.
    public static let transcriptPageDefault = 100
    /// Entries behind a page that are looked through for the message that repeats a tool span's result.
    public static let toolLookAheadEntries = 100
    /// Log records shown with one span or trace.
    public static let logsMax = 10_000
    /// Spans whose bodies are read for one page of scores: a quarter of a second of work.
    public static let scoredSpansMax = 500
    /// Spans whose attributes are fetched in one go: enough that they share what they have in common, few enough that
    /// large ones fit in memory.
    static let restoredTogetherMax = 50
    /// Messages from which on a run of spans is not put together further as one list.
    public static let conversationMessagesMax = 100_000
    /// Buckets of one rollup: a pixel each on a wide screen.
    public static let rollupBucketsMax = 2000
}
