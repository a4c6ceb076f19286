public import HindcastJSON
public import HindcastModel

/// Asks for the memories that help with a task. What is nil takes the project's setting.
public struct MemoryRequest: Sendable {
    public var task: String
    public var limit: Int
    /// The weight of similarity against value (lambda), 0...1.
    public var similarityWeight: Double?
    /// Memories less similar than this are not given (delta).
    public var similarityMin: Double?
    /// The weight of score against variety (mmr lambda), 0...1.
    public var scoreWeight: Double?
    /// Only memories whose metadata has these members: equal values, and of objects at least these members.
    public var metadata: JSONObject?
    public var policy: LearningSettings.Policy?

    /// Asks by the project's settings.
    public init(task: String, limit: Int = 10) {
        self.task = task
        self.limit = limit
    }
}

/// A memory with its place in an answer.
public struct RankedMemory: Sendable, Equatable {
    public var memory: Memory
    /// The cosine of its task and the one asked for.
    public var similarity: Double
    /// By which it was ranked.
    public var score: Double
    /// Why it stands there, in a sentence.
    public var reason: String
}
