/// One unary call.
public struct RPCRequest: Sendable {
    /// The method's path.
    public var method: String
    /// The metadata in order; the names of gRPC are lower case.
    public var metadata: [(name: String, value: String)]
    /// The message, already decompressed.
    public var message: [UInt8]
    /// Who called.
    public var peer: Peer

    /// A call.
    public init(
        method: String, metadata: [(name: String, value: String)] = [], message: [UInt8], peer: Peer = Peer()
    ) {
        self.method = method
        self.metadata = metadata
        self.message = message
        self.peer = peer
    }

    /// The first value of `name`, whatever its case: users write `Authorization` in their configuration.
    public func metadata(_ name: String) -> String? {
        metadata.first { ASCIICase.equal($0.name, name) }?.value
    }
}
