public import HindcastModel

/// What became of a push.
public struct PushReceipt: Sendable, Equatable {
    /// The dataset as it is now.
    public var dataset: Dataset?
    /// The new conversations with their datasets and indices, in the order given.
    public var conversations: [Conversation]

    /// A receipt.
    public init(dataset: Dataset?, conversations: [Conversation]) {
        self.dataset = dataset
        self.conversations = conversations
    }
}
