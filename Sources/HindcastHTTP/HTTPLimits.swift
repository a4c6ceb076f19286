/// Every limit of the HTTP and RPC surface, with its reason.
public enum HTTPLimits {
    /// Bytes of a request target. Filters of the UI travel in the query; 8 KiB is what proxies let through.
    public static let targetBytesMax = 8 * 1024
    /// Segments of a path. The deepest dialect uses nine; a path beyond this is a probe.
    public static let pathSegmentsMax = 32
    /// Pairs of a query. Listings by id send a few hundred; the target's limit allows no more than 4,096.
    public static let queryPairsMax = 1_024
    /// Header fields of one request. Browsers send about 20, instrumented clients behind proxies about 50.
    public static let headerFieldsMax = 128
    /// Body bytes of one request: an exporter's largest batch is about 4 MB, a pushed conversation with images
    /// about 30 MB. Smaller, and payloads that peers take would be refused here.
    public static let bodyBytesMax = 64 * 1024 * 1024
    /// Body bytes held for all connections together. Bounds memory when many clients send large bodies at once;
    /// eight of the largest bodies fit.
    public static let bodyBytesInFlightMax = 512 * 1024 * 1024
    /// How many times the limit a refused body is still read (so that a kept-alive client sees the refusal)
    /// before the connection is closed on it.
    public static let drainFactor = 4
    /// The pause told to clients refused for a passing reason. Exporters back off by themselves after it.
    public static let retryAfterSeconds = 1
    /// Seconds between heartbeats of an event stream: below the 30 s after which common proxies give up.
    public static let heartbeatSeconds = 15
    /// Events held for one slow listener of an event stream before the producer is made to wait.
    public static let eventsBufferedMax = 256
    /// Bytes of one RPC message; the same reason as `bodyBytesMax`.
    public static let rpcMessageBytesMax = bodyBytesMax
}
