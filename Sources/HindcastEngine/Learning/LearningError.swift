public import HindcastStore

/// Why nothing was learned, or no memory was given.
public enum LearningError: Error, Sendable, Equatable {
    case store(StoreError)
    case ingest(IngestError)
    case embedding(EmbeddingError)
    case lesson(LessonError)
    /// The run has another verdict already.
    case conflict(String)
    /// What was asked breaks a bound or a rule.
    case refused(String)

    /// For the person who reads it.
    public var sentence: String {
        switch self {
        case .store(let error): error.sentence
        case .ingest(let error): ConversationError.ingest(error).sentence
        case .embedding(let error): error.sentence
        case .lesson(let error): error.sentence
        case .conflict(let sentence), .refused(let sentence): sentence
        }
    }

    init(_ error: any Error) {
        switch error {
        case let error as LearningError: self = error
        case let error as StoreError: self = .store(error)
        case let error as IngestError: self = .ingest(error)
        case let error as EmbeddingError: self = .embedding(error)
        case let error as LessonError: self = .lesson(error)
        default: self = .store(.engine("\(error)"))
        }
    }
}
