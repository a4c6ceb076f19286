public import HindcastBytes

/// Why a model cannot be used.
public enum ModelError: Error, Sendable, Equatable {
    case file(FileError)
    case archive(ZipError)
    /// Its files are there and do not hold what they should.
    case damaged(String)
    /// There is no such model, or nothing to make it from.
    case missing(String)

    /// For the person who named it.
    public var sentence: String {
        switch self {
        case .file(let error): error.sentence
        case .archive(let error): error.sentence
        case .damaged(let sentence), .missing(let sentence): sentence
        }
    }
}
