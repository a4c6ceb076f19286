import HindcastHTTP

/// How a gRPC server listens and what it tolerates.
public struct GRPCServerConfiguration: Sendable {
    /// The address or name to listen on, IPv4 or IPv6.
    public var host: String
    /// The port; 0 takes a free one, to be read back from the server.
    public var port: UInt16
    /// Further ports that clients know by habit. One that is taken is reported, not fatal.
    public var aliasPorts: [UInt16] = []
    /// The certificate, or nil for plain HTTP/2.
    public var tls: TLSFiles?
    /// Bytes of one message, after decompression.
    public var messageBytesMax = HTTPLimits.rpcMessageBytesMax
    /// Message bytes held for all running calls together; beyond it callers are told to come back.
    public var messageBytesInFlightMax = HTTPLimits.bodyBytesInFlightMax
    /// Threads that read and write. Handlers run elsewhere, so one is enough: a second one measured 40 to 80 %
    /// more processor time per call, spent on waking each other.
    public var threads = 1
    /// Calls of one method that run at once on one thread's queue. A commit of several milliseconds is shared by
    /// all that wait for it, so fewer would cap the rate; more only hold messages in memory.
    public var callsMax = 128
    /// Calls at once on one connection; exporters use one, load generators some dozen.
    public var streamsMax = 256
    /// Bytes of a call's metadata.
    public var metadataBytesMax = 64 * 1024

    /// A server on one address with the limits of the product.
    public init(host: String = "127.0.0.1", port: UInt16 = 0) {
        self.host = host
        self.port = port
    }
}
