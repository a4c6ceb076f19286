public import HindcastModel

/// Asks for figures by stretch of time.
public struct RollupQuery: Sendable {
    /// From here on.
    public var since: Timestamp
    /// Up to here, itself left out.
    public var until: Timestamp
    /// The length of one stretch.
    public var bucketSeconds: Int

    /// A question about a span of time.
    public init(since: Timestamp, until: Timestamp, bucketSeconds: Int) {
        self.since = since
        self.until = until
        self.bucketSeconds = bucketSeconds
    }
}
