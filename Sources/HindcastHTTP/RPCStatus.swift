/// How an RPC failed, and when to try again.
public struct RPCStatus: Error, Sendable {
    /// The code.
    public var code: RPCCode
    /// One sentence for the person behind the client.
    public var message: String
    /// How long the client should wait; sent as `google.rpc.RetryInfo`. OpenTelemetry exporters retry
    /// `resourceExhausted` only when this is there.
    public var retryAfterMilliseconds: Int?

    /// A status.
    public init(_ code: RPCCode, _ message: String = "", retryAfterMilliseconds: Int? = nil) {
        self.code = code
        self.message = message
        self.retryAfterMilliseconds = retryAfterMilliseconds
    }
}
