/// The body of a response.
public enum HTTPBody: Sendable {
    /// No body.
    case none
    /// A body known in full.
    case bytes([UInt8])
    /// A body that grows while the client listens. When the client goes away the stream's consumer is cancelled,
    /// which ends the stream: producers learn it through `onTermination`.
    case events(AsyncStream<ServerSentEvent>)
}
