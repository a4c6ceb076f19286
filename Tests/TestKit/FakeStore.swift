import HindcastBytes
public import HindcastModel
public import HindcastStore
import Synchronization

/// Both ports in memory, plain and slow, for tests of what stands above them. It does not evaluate filters (it
/// remembers the last one) and searches by substring.
public final class FakeStore: TraceStore, RecordStore {
    struct TraceKey: Hashable {
        let project: ProjectID
        let trace: TraceID
    }

    struct ContentKey: Hashable {
        let project: ProjectID
        let hash: SHA256Digest
    }

    struct StoredMemory {
        let place: Int64
        var memory: Memory
    }

    struct State {
        var contents: [[UInt8]] = []
        var contentIDs: [ContentKey: ContentID] = [:]
        var nodes: [PathNode] = []
        var spans: [TraceKey: [SpanID: SpanRecord]] = [:]
        var paths: [TraceKey: [SpanID: (input: NodeID?, output: NodeID?, ropes: [NodeID])]] = [:]
        var metadata: [TraceKey: TracePatch] = [:]
        var changed: [TraceKey: Int64] = [:]
        var deleted: [ProjectID: Int64] = [:]
        var logs: [LogRecord] = []
        var sequence: Int64 = 0
        var projects: [Project] = []
        var keys: [KeyRecord] = []
        var audit: [AuditEntry] = []
        var annotations: [Annotation] = []
        var feedback: [TraceKey: [SpanID: Feedback]] = [:]
        var conversations: [TraceKey: Conversation] = [:]
        var datasets: [RecordID: Dataset] = [:]
        var shares: [TraceKey: Share] = [:]
        var attempts: [TraceKey: Attempt] = [:]
        var reviews: [Review] = []
        var memories: [StoredMemory] = []
        var ledger: [QChange] = []
        var vectors: [RecordID: [String: MemoryVector]] = [:]
        var learnedModels: [ProjectID: LearnedModel] = [:]
        var learningSettings: [ProjectID: LearningSettings] = [:]
        var skills: [ProjectID: Skill] = [:]
        var lastNumber: Int64 = 0
        var lastFilter: TraceFilter?
        var keyLookups = 0
        var pathCalls = 0
        var failure: StoreError?
        var isClosed = false
    }

    let state = Mutex(State())
    public let capabilities = StoreCapabilities(fullText: true, onlineBackup: false)

    public init() {}

    // MARK: What tests ask

    public var lastFilter: TraceFilter? { state.withLock { $0.lastFilter } }
    public var keyLookups: Int { state.withLock { $0.keyLookups } }
    public var pathCalls: Int { state.withLock { $0.pathCalls } }
    public var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Makes every further call fail.
    public func fail(with error: StoreError?) { state.withLock { $0.failure = error } }

    /// Records of a trace without spans stay out of sight.
    static func isThere(_ trace: TraceID, _ project: ProjectID, _ state: State) -> Bool {
        state.spans[TraceKey(project: project, trace: trace)] != nil
    }

    func locked<Value>(_ body: (inout State) throws(StoreError) -> Value) throws(StoreError) -> Value {
        let result: Result<Value, StoreError> = state.withLock { state in
            if let failure = state.failure { return .failure(failure) }
            do throws(StoreError) {
                return .success(try body(&state))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}
