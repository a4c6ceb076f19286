public import HindcastJSON

/// What people write on a trace.
public struct TracePatch: Sendable {
    public var addTags: [String]
    public var removeTags: [String]
    /// Merged shallowly; null removes a key.
    public var metadata: JSONObject

    public init(addTags: [String] = [], removeTags: [String] = [], metadata: JSONObject = JSONObject()) {
        self.addTags = addTags
        self.removeTags = removeTags
        self.metadata = metadata
    }
}
