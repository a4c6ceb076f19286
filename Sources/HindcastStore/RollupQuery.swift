public import HindcastModel

public struct RollupQuery: Sendable {
    public var since: Timestamp
    public var until: Timestamp
    public var bucketSeconds: Int

    public init(since: Timestamp, until: Timestamp, bucketSeconds: Int) {
        self.since = since
        self.until = until
        self.bucketSeconds = bucketSeconds
    }
}
