/// Why a filter cannot be read: where, and what may stand there instead.
public struct FilterError: Error, Sendable, Equatable {
    /// Characters before the place in question.
    public let position: Int
    /// A sentence for the person who typed the filter.
    public let message: String

    /// A complaint about the character at `position`.
    public init(position: Int, message: String) {
        self.position = position
        self.message = message
    }
}
