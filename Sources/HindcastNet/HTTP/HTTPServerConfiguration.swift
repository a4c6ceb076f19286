import HindcastHTTP

/// How an HTTP server listens and what it tolerates.
public struct HTTPServerConfiguration: Sendable {
    /// The address or name to listen on.
    public var host: String
    /// The port; 0 takes a free one, to be read back from the server.
    public var port: UInt16
    /// Threads that read and write sockets. Handlers run elsewhere, so two serve many cores.
    public var threads = 2
    /// The certificate, or nil for plain HTTP.
    public var tls: TLSFiles?
    /// Body bytes of one request; routes may set less.
    public var bodyBytesMax = HTTPLimits.bodyBytesMax
    /// Body bytes held for all connections of this server together.
    public var bodyBytesInFlightMax = HTTPLimits.bodyBytesInFlightMax
    /// Open connections. Each keeps about 70 KB while it is busy and 1 KB while it is idle.
    public var connectionsMax = 4_096
    /// Open connections of one address: a runaway client leaves room for the others. Agents of one host come
    /// from one address, hence not less.
    public var connectionsPerAddressMax = 2_048
    /// How long a connection may be silent: above the 60 s clients keep idle ones, so that they close first and
    /// never write into a connection we are closing.
    public var idleSeconds = 75
    /// How long a request's head may take once begun, however slowly it drips.
    public var headMilliseconds: UInt64 = 30_000
    /// How long a request's body may take: 64 MiB at 2 Mbit/s, the slowest uplink worth serving.
    public var bodyMilliseconds: UInt64 = 300_000
    /// How long a client may take to read a finished answer.
    public var responseMilliseconds: UInt64 = 600_000

    /// A server on one address with the limits of the product.
    public init(host: String = "127.0.0.1", port: UInt16 = 0) {
        self.host = host
        self.port = port
    }
}
