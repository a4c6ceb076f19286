/// Why a batch was not taken. Nothing of it is stored; the client may try again unless the case says otherwise.
public enum IngestError: Error, Sendable, Equatable {
    /// More is waiting to be written than memory should hold.
    case busy(retryAfterMilliseconds: Int)
    /// The disk is full, or fuller than the configured reserve.
    case diskFull(String)
    /// The server is stopping.
    case closed
    /// A passing fault of the store.
    case unavailable(String)
}
