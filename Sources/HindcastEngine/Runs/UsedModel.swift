/// A model that steps used.
public struct UsedModel: Sendable, Hashable {
    public let name: String
    public let provider: String?
}
