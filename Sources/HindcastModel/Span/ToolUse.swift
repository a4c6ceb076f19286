public import HindcastJSON

/// What a tool span did.
public struct ToolUse: Sendable, Equatable {
    /// The tool.
    public var name: String?
    /// The id by which the model asked for it.
    public var callID: String?
    /// What it was given.
    public var arguments: JSON?
    /// What it answered.
    public var result: JSON?

    /// What is known of it; the rest nil.
    public init(name: String? = nil, callID: String? = nil, arguments: JSON? = nil, result: JSON? = nil) {
        self.name = name
        self.callID = callID
        self.arguments = arguments
        self.result = result
    }
}
