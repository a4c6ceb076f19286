public import HindcastJSON

/// What a tool span did.
public struct ToolUse: Sendable, Equatable {
    public var name: String?
    public var callID: String?
    public var arguments: JSON?
    public var result: JSON?

    public init(name: String? = nil, callID: String? = nil, arguments: JSON? = nil, result: JSON? = nil) {
        self.name = name
        self.callID = callID
        self.arguments = arguments
        self.result = result
    }
}
