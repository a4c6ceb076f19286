/// Why another server gave no answer. `server` is scheme, host and port, never a whole address.
public enum FetchError: Error, Equatable, Sendable {
    /// The request cannot be sent as it is.
    case badRequest(String)
    /// No connection, or it broke.
    case unreachable(server: String, reason: String)
    /// The time was over.
    case timedOut(server: String, milliseconds: Int)
    /// The answer is larger than was allowed.
    case tooLarge(server: String, bytesMax: Int)
    /// The server could not show that it is who it says.
    case untrusted(server: String, reason: String)
    /// Too many requests wait for their turn.
    case busy(waitingMax: Int)
    /// Whoever asked does not want to know any more.
    case cancelled

    /// One sentence that says what failed, with which value.
    public var sentence: String {
        switch self {
        case .badRequest(let reason): reason
        case .unreachable(let server, let reason): "\(server) cannot be reached: \(reason)."
        case .timedOut(let server, let milliseconds): "\(server) did not answer within \(milliseconds) ms."
        case .tooLarge(let server, let bytesMax): "\(server) answered with more than \(bytesMax) bytes."
        case .untrusted(let server, let reason): "The certificate of \(server) is not trusted: \(reason)."
        case .busy(let waitingMax): "\(waitingMax) outgoing requests wait already."
        case .cancelled: "The request was cancelled."
        }
    }
}
