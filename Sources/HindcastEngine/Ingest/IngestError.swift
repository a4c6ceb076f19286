import HindcastStore

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

    /// What a failure of the store means to whoever records.
    init(_ error: StoreError) {
        switch error {
        case .full(let sentence): self = .diskFull(sentence)
        case .closed: self = .closed
        default: self = .unavailable(error.sentence)
        }
    }
}
