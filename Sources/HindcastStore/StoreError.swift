/// Why a store could not do something. Every case carries one clear sentence for the person who reads it.
public enum StoreError: Error, Sendable, Equatable {
    /// The folder is used by another process.
    case locked(String)
    /// The folder was written by a newer version.
    case newer(String)
    /// The store is damaged, or is not a store.
    case corrupt(String)
    /// The folder cannot be written.
    case readOnly(String)
    /// No space is left; reads go on, writes may succeed later.
    case full(String)
    case badCursor(String)
    /// A query that the engine cannot take (a search without words).
    case badQuery(String)
    /// A record that breaks a bound or a rule of the port (a number that is taken); nothing was stored.
    case refused(String)
    /// A batch refers to a content or node that has been deleted since; nothing was stored.
    case staleReference
    /// The store was closed.
    case closed
    /// Anything else, with the engine's own words.
    case engine(String)

    public var sentence: String {
        switch self {
        case .locked(let text), .newer(let text), .corrupt(let text), .readOnly(let text), .full(let text),
            .badCursor(let text), .badQuery(let text), .refused(let text),
            .engine(let text):
            text
        case .staleReference: "The batch refers to something that has been deleted."
        case .closed: "The store is closed."
        }
    }
}
