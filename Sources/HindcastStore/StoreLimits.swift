/// Bounds that every engine keeps.
public enum StoreLimits {
    /// Rows in one page: a screen shows fifty, an export loops.
    public static let pageMax = 1000
    /// Steps walked up one path: a conversation longer than this is cut at its old end.
    public static let pathMax = 100_000
    /// Terms in one search; more adds nothing a person meant.
    public static let searchTermsMax = 16
    /// Annotations of one trace, which is read whole; a person makes dozens, an analyser hundreds.
    public static let annotationsPerTraceMax = 10_000
    /// Queries kept with one dataset, which is read with all of them.
    public static let savedQueriesMax = 1000
    /// Agents that one project is asked for; a project has dozens.
    public static let agentsMax = 10_000
    /// Bytes kept of a name, model, id or tag column; longer text is cut at a character, the body keeps it whole.
    public static let columnBytesMax = 1024
}
