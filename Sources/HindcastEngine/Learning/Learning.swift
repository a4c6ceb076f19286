import HindcastModel
import HindcastStore
import Synchronization

/// The learning loop: runs are reviewed, reviews become memories, memories are given to runs, and outcomes move their
/// values.
public final class Learning: Sendable {
    let conversations: Conversations
    let index: MemoryIndex
    let renewal: VectorRenewal
    let work: ReviewWork
    let queue: ReviewQueue
    let randomness: Mutex<any RandomNumberGenerator & Sendable>
    /// One review of a run follows the other.
    let reviewTurns = Turns<TraceTurn>()
    /// So does the care of a project's memories, so that the index learns of it in the order of the commits.
    let careTurns = Turns<ProjectID>()

    /// - Parameters:
    ///   - embedder: makes the vectors from now on; memories that have others get new ones in the background.
    ///   - olderEmbedders: by which memories can be found until that is done.
    ///   - randomness: for the policy that explores.
    ///   - retryMilliseconds: pauses before a review that failed is tried again.
    public init(
        conversations: Conversations, embedder: any Embedder, olderEmbedders: [any Embedder] = [],
        lessons: any LessonWriter,
        randomness: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        retryMilliseconds: [Int64] = LearningLimits.retryMilliseconds
    ) {
        let records = conversations.records
        self.conversations = conversations
        index = MemoryIndex(records: records, embedders: [embedder] + olderEmbedders)
        renewal = VectorRenewal(
            index: index, records: records, wanted: embedder, turns: careTurns)
        work = ReviewWork(
            records: records, reading: RunReading(conversations: conversations), lessons: lessons,
            index: index,
            renewal: renewal)
        queue = ReviewQueue(work: work, records: records, retryMilliseconds: retryMilliseconds)
        self.randomness = Mutex(randomness)
    }

    var records: any RecordStore { conversations.records }
    var now: Timestamp { conversations.time.now }

    // MARK: Life

    /// Begins to work on reviews that wait, those of an earlier process first.
    public func start() async { await queue.start() }

    /// Ends after what can be ended at once; the rest waits for the next start.
    public func close() async {
        await queue.close()
        await renewal.close()
    }

    /// Lets one piece of work on a thing follow the other.
    static func inTurn<Key, Value: Sendable>(
        _ turns: Turns<Key>, _ key: Key, _ body: () async throws -> Value
    ) async throws(LearningError) -> Value {
        await turns.begin(key)
        let result: Result<Value, LearningError>
        do {
            result = .success(try await body())
        } catch {
            result = .failure(LearningError(error))
        }
        await turns.end(key)
        return try result.get()
    }

    func audit(_ action: String, _ subject: String, _ actor: String) async throws(StoreError) {
        try await records.audit(AuditEntry(time: now, actor: actor, action: action, subject: subject))
    }
}
