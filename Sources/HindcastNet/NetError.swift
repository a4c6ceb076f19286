/// Why a server could not start.
public enum NetError: Error, Equatable, CustomStringConvertible {
    /// The address cannot be listened on.
    case cannotListen(host: String, port: UInt16, reason: String)
    /// The library refused to start a server on an address that could be listened on.
    case cannotStart(host: String, port: UInt16, hint: String)
    /// A certificate or key file is missing, unreadable or too large.
    case unreadableFile(path: String, reason: String)
    /// Two products claim one RPC method.
    case duplicateMethod(path: String)

    /// One sentence that says what failed, with which value, and what to do.
    public var description: String {
        switch self {
        case .cannotListen(let host, let port, let reason):
            "cannot listen on \(host) port \(port): \(reason); choose another port or stop what uses it"
        case .cannotStart(let host, let port, let hint):
            "cannot start a server on \(host) port \(port): \(hint)"
        case .unreadableFile(let path, let reason):
            "cannot read \(path): \(reason)"
        case .duplicateMethod(let path):
            "two products claim the RPC method \(path); one of them has to move"
        }
    }
}
