import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastStore

/// A failure in Reflect's form: `{"detail": "…"}`. Its client looks at the status only; people read the detail.
struct ReflectError: HTTPResponseError {
    let status: HTTPStatus
    let detail: String

    init(_ status: HTTPStatus, _ detail: String) {
        self.status = status
        self.detail = detail
    }

    /// What was refused before a handler was asked.
    init(_ error: HTTPError) { self.init(error.status, error.message) }

    init(_ error: StoreError) {
        switch error {
        case .badCursor, .badQuery: self.init(.badRequest, error.sentence)
        case .refused: self.init(.unprocessableContent, error.sentence)
        case .full: self.init(.insufficientStorage, error.sentence)
        case .closed, .staleReference: self.init(.serviceUnavailable, error.sentence)
        case .locked, .newer, .corrupt, .readOnly, .engine: self.init(.internalServerError, error.sentence)
        }
    }

    init(_ error: LearningError) {
        switch error {
        case .store(let error): self.init(error)
        case .ingest(.diskFull): self.init(.insufficientStorage, error.sentence)
        case .ingest, .embedding(.unavailable), .lesson(.unavailable):
            self.init(.serviceUnavailable, error.sentence)
        case .embedding(.refused), .lesson(.refused): self.init(.internalServerError, error.sentence)
        case .conflict: self.init(.conflict, error.sentence)
        case .refused: self.init(.unprocessableContent, error.sentence)
        }
    }

    var response: HTTPResponse {
        var response = HTTPResponse.json(
            JSONWriter.document { $0.member("detail", detail) }, status: status)
        if status == .serviceUnavailable { response.headers["Retry-After"] = "1" }
        return response
    }

    // MARK: Common failures

    /// A value of the body or the query that cannot be taken.
    static func invalid(_ sentence: String) -> ReflectError { ReflectError(.unprocessableContent, sentence) }

    static func unknown(_ noun: String, _ name: String) -> ReflectError {
        ReflectError(.notFound, "\(noun) \(name.prefix(100)) was not found.")
    }
}

typealias ReflectBody = JSONMembers<ReflectError>

extension ReflectError: JSONMemberFailure {
    init(member: String, _ rule: String) { self = .invalid("\(member) \(rule).") }
}
