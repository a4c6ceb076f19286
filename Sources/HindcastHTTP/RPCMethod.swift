/// One row of a product's RPC table.
public struct RPCMethod: Sendable {
    /// What a handler looks like. The task it runs in is cancelled when the caller goes away.
    public typealias Handler = @Sendable (RPCRequest) async -> RPCResponse

    /// The path, e.g. `/opentelemetry.proto.collector.trace.v1.TraceService/Export`.
    public let path: String
    /// What answers.
    public let handler: Handler

    /// A row.
    public init(path: String, handler: @escaping Handler) {
        self.path = path
        self.handler = handler
    }
}
