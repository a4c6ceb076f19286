/// The answer to a unary call.
public enum RPCResponse: Sendable {
    /// Done, with this message.
    case message([UInt8])
    /// Failed.
    case failure(RPCStatus)
}
