public import HindcastJSON
public import HindcastModel

/// Says what is to be learned from a run.
public protocol LessonWriter: Sendable {
    /// The lesson names who wrote it.
    func lesson(for run: ReviewedRun) async throws(LessonError) -> Lesson
}

/// What a lesson is made of.
public struct ReviewedRun: Sendable, Equatable {
    public var task: String
    public var verdict: Verdict
    public var feedback: String?
    /// The run as a chat, in its order.
    public var messages: [JSON]
    /// Tools that it called, each once, in the order of their first call.
    public var tools: [String]
    /// What tools and steps said when they failed, in their order.
    public var errors: [String]
    public var finalResponse: String?

    /// A run that did nothing yet.
    public init(task: String, verdict: Verdict, feedback: String? = nil, messages: [JSON] = []) {
        self.task = task
        self.verdict = verdict
        self.feedback = feedback
        self.messages = messages
        tools = []
        errors = []
    }
}

/// Why no lesson was written.
public enum LessonError: Error, Sendable, Equatable {
    /// It may work later.
    case unavailable(String)
    /// It will not work as configured.
    case refused(String)

    /// For the person who reads it.
    public var sentence: String {
        switch self {
        case .unavailable(let sentence), .refused(let sentence): sentence
        }
    }
}
