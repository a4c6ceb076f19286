public import HindcastModel

/// What a push brings besides spans, to be stored in one transaction.
public struct PushRecords: Sendable {
    public var project: ProjectID
    /// The dataset of all `conversations`; made if its owner has none of that name. Nil for snippets.
    public var dataset: Dataset?
    /// The dataset must be new or without conversations, as for an upload.
    public var requiresEmptyDataset: Bool
    /// New ones. Those of a dataset get its next indices, in this order, unless they bring their own.
    public var conversations: [Conversation]
    /// When conversations that are stored grew; their datasets are touched, too.
    public var grown: [TraceID: Timestamp]
    /// New ones.
    public var annotations: [Annotation]
    public var feedback: [Feedback]
    /// New ones; an attempt whose trace has one already stays as it is.
    public var attempts: [Attempt]
    /// New ones, `queued`; likewise.
    public var reviews: [Review]

    /// A push without records.
    public init(project: ProjectID) {
        self.project = project
        dataset = nil
        requiresEmptyDataset = false
        conversations = []
        grown = [:]
        annotations = []
        feedback = []
        attempts = []
        reviews = []
    }
}
