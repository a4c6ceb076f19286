public import HindcastModel

/// Asks for conversations of a dataset.
public struct ConversationQuery: Sendable {
    public var dataset: RecordID
    /// Those with these indices only; nil for all, empty for none.
    public var indices: [Int]?
    /// Those with an index above this: how a loop goes on.
    public var after: Int?
    /// How many of them to leave out at the start.
    public var offset: Int
    /// At most so many.
    public var limit: Int

    /// A question about a dataset.
    public init(
        dataset: RecordID, indices: [Int]? = nil, after: Int? = nil, offset: Int = 0,
        limit: Int = StoreLimits.pageMax
    ) {
        self.dataset = dataset
        self.indices = indices
        self.after = after
        self.offset = offset
        self.limit = limit
    }
}
