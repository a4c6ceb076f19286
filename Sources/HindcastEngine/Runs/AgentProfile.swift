public import HindcastModel

/// An agent as its spans tell it.
public struct AgentProfile: Sendable {
    public let name: String
    public let firstSeen: Timestamp
    public let lastSeen: Timestamp
    /// What its newest step asked; nil where none was found.
    public let model: String?
    public let provider: String?
}
