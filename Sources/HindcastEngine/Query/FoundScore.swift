public import HindcastModel

/// A score and where it was found.
public struct FoundScore: Sendable {
    /// The span that carries it.
    public let spanID: SpanID
    /// When that span ended.
    public let time: Timestamp
    /// The score itself.
    public let score: SpanScore
}
