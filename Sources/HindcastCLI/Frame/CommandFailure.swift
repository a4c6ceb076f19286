import HindcastStore

/// Why a command did not do its work. The case is the exit code, the text one sentence for the person.
enum CommandFailure: Error, Sendable, Equatable {
    /// 1: the work failed, or there is nothing of that name.
    case failed(String)
    /// 2: the command was called wrongly.
    case usage(String)
    /// 3: the data folder cannot be used.
    case folder(String)

    init(_ error: StoreError) {
        switch error {
        case .locked, .newer, .corrupt, .readOnly: self = .folder(error.sentence)
        case .badQuery, .badCursor, .refused: self = .usage(error.sentence)
        case .full, .staleReference, .closed, .engine: self = .failed(error.sentence)
        }
    }

    var exitCode: Int32 {
        switch self {
        case .failed: 1
        case .usage: 2
        case .folder: 3
        }
    }

    var message: String {
        switch self {
        case .failed(let text), .usage(let text), .folder(let text): text
        }
    }
}
