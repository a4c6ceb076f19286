/// What a project holds; the sizes are of the whole store.
public struct StoreStatistics: Sendable, Equatable {
    public var traces: Int64 = 0
    public var spans: Int64 = 0
    /// Distinct messages.
    public var messages: Int64 = 0
    /// Edges of the message tree.
    public var nodes: Int64 = 0
    public var logs: Int64 = 0
    /// All files of the store together.
    public var bytesOnDisk: Int64 = 0
    /// Contents committed and not yet searchable.
    public var unindexedContents: Int64 = 0

    public init() {}
}
