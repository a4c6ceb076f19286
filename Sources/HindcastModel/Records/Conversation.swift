/// A pushed message list as a member of a dataset, or a snippet of its own. The messages are the trace.
public struct Conversation: Sendable, Equatable {
    public var project: ProjectID
    /// The run that the messages became.
    public var trace: TraceID
    /// Nil for a snippet.
    public var dataset: RecordID?
    /// Its number in the dataset, from 0, never given to another one. Nil until it is stored; 0 for a snippet.
    public var index: Int?
    public var author: Author
    public var created: Timestamp
    /// When messages were last added.
    public var pushed: Timestamp

    /// A conversation that was just pushed.
    public init(
        project: ProjectID, trace: TraceID, dataset: RecordID? = nil, index: Int? = nil, author: Author,
        created: Timestamp
    ) {
        self.project = project
        self.trace = trace
        self.dataset = dataset
        self.index = index
        self.author = author
        self.created = created
        pushed = created
    }
}
