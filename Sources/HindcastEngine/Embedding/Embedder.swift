/// Turns texts into directions, so that texts that mean alike point alike.
public protocol Embedder: Sendable {
    /// The model, with its version: `local-ngrams-1`, `minilm-l6-v2`, `endpoint:text-embedding-3-small`. No `/` in it.
    var name: String { get }

    /// What it learns from a project's own texts; nil for one that learns nothing. Takes no texts for the question
    /// whether it learns.
    func learn(from texts: [String]) -> [UInt8]?

    /// Raw components of any length, one list per text, in order; all of one dimension.
    /// - Parameter state: what `learn` gave; nil when it has not learned yet.
    func vectors(of texts: [String], state: [UInt8]?) async throws(EmbeddingError) -> [[Float]]
}

/// Why a text could not be turned into a vector.
public enum EmbeddingError: Error, Sendable, Equatable {
    /// It may work later: the endpoint does not answer, or is too busy.
    case unavailable(String)
    /// It will not work as configured: a wrong key, an unknown model, a state of another version.
    case refused(String)

    /// For the person who reads it.
    public var sentence: String {
        switch self {
        case .unavailable(let sentence), .refused(let sentence): sentence
        }
    }
}
