/// Who is at the other end of the connection, as the kernel says it (never as a header claims).
public struct Peer: Sendable {
    /// The numeric address without port, e.g. `127.0.0.1` or `::1`.
    public var address: String
    /// Whether the address belongs to this machine's loopback.
    public var isLoopback: Bool
    /// Whether the connection is encrypted.
    public var isSecure: Bool

    /// A peer. Tests use the default: a plain loopback connection.
    public init(address: String = "127.0.0.1", isLoopback: Bool = true, isSecure: Bool = false) {
        self.address = address
        self.isLoopback = isLoopback
        self.isSecure = isSecure
    }
}
