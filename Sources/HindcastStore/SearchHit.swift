public import HindcastModel

/// A span in which the words stand.
public struct SearchHit: Sendable, Equatable {
    /// Its run.
    public var traceID: TraceID
    /// A span that holds the text.
    public var spanID: SpanID
    /// Up to about 160 characters round the first match; matched words stand between U+0002 and U+0003.
    public var snippet: String

    public init(traceID: TraceID, spanID: SpanID, snippet: String) {
        self.traceID = traceID
        self.spanID = spanID
        self.snippet = snippet
    }
}
