public import HindcastStore

/// What learning needs of a store.
public typealias LearningStore = RecordStore & LearningRecords & MemoryRecords

/// The learning loop: runs are reviewed, reviews become memories, memories are given to runs, and outcomes move their
/// values.
public final class Learning: Sendable {
    let conversations: Conversations
    let records: any LearningStore
    let embedder: any Embedder
    let lessons: any LessonWriter

    /// - Parameters:
    ///   - embedder: makes the vectors from now on; memories that have others get new ones in the background.
    ///   - olderEmbedders: by which memories can be found until that is done.
    ///   - randomness: for the policy that explores.
    public init(
        conversations: Conversations, records: any LearningStore, embedder: any Embedder,
        olderEmbedders: [any Embedder] = [], lessons: any LessonWriter,
        randomness: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) {
        self.conversations = conversations
        self.records = records
        self.embedder = embedder
        self.lessons = lessons
    }

    // MARK: Life

    /// Begins to work on reviews that wait.
    public func start() {}

    /// Ends after what is being worked on; the rest waits for the next start.
    public func close() async {}
}
