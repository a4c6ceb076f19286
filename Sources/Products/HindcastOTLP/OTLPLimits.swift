/// Bounds on what one request may hold, each with its reason.
public struct OTLPLimits: Sendable {
    /// Bytes of a request after decompression. An exporter's largest batch is about 4 MB, one that flushes by size
    /// aims at 32 MiB; beyond 64 MiB a few clients at once would exhaust the memory.
    public var bodyBytesMax: Int
    /// Spans, log records, attributes, events and links of one request, weighed by their size in memory. Two bytes on
    /// the wire can make an empty attribute of 32 in memory, so the size of the body alone is no bound. A full body of
    /// ordinary spans weighs a tenth of this.
    public var itemsMax: Int

    public init(bodyBytesMax: Int = 64 << 20, itemsMax: Int = 4_000_000) {
        self.bodyBytesMax = bodyBytesMax
        self.itemsMax = itemsMax
    }

    /// Levels of lists and maps inside one attribute. Deeper than any real value, and as deep as the model reads.
    static let valueDepthMax = 64
    /// What one span or log record weighs against an attribute.
    static let recordWeight = 8
    /// What the client waits after a refusal that will pass but names no time.
    static let retryMilliseconds = 1_000
    /// What the client waits when the disk is full: somebody has to make room first.
    static let diskFullRetryMilliseconds = 30_000
}
