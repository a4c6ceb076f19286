import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore

/// A failure in the native form: `{"error":{"code","message"}}`, with `position` for a filter that cannot be read.
struct NativeError: HTTPResponseError {
    let status: HTTPStatus
    let code: String
    let message: String
    var position: Int?

    var response: HTTPResponse {
        let body = JSONWriter.document { writer in
            writer.object("error") { writer in
                writer.field("code", code)
                writer.field("message", message)
                if let position { writer.field("position", position) }
            }
        }
        var response = HTTPResponse.json(body, status: status)
        if status == .serviceUnavailable { response.headers["Retry-After"] = "1" }
        return response
    }

    static func badRequest(_ message: String) -> NativeError {
        NativeError(status: .badRequest, code: "bad_request", message: message)
    }

    static func unknown(_ noun: String, _ id: String) -> NativeError {
        NativeError(status: .notFound, code: "not_found", message: "There is no \(noun) \(id.prefix(100)).")
    }

    init(status: HTTPStatus, code: String, message: String) {
        self.status = status
        self.code = code
        self.message = message
    }

    init(_ error: FilterError) {
        self.init(status: .badRequest, code: "bad_filter", message: error.message)
        position = error.position
    }

    init(_ error: IngestError) {
        switch error {
        case .diskFull(let sentence):
            self.init(status: .insufficientStorage, code: "disk_full", message: sentence)
        case .unavailable(let sentence):
            self.init(status: .serviceUnavailable, code: "unavailable", message: sentence)
        case .busy, .closed:
            self.init(
                status: .serviceUnavailable, code: "unavailable",
                message: "The server is busy or stopping; try again.")
        }
    }

    init(_ error: LearningError) {
        switch error {
        case .store(let error): self.init(error)
        case .ingest(let error): self.init(error)
        case .embedding(.unavailable), .lesson(.unavailable):
            self.init(status: .serviceUnavailable, code: "unavailable", message: error.sentence)
        case .embedding(.refused), .lesson(.refused):
            self.init(status: .internalServerError, code: "configuration", message: error.sentence)
        case .conflict: self.init(status: .conflict, code: "conflict", message: error.sentence)
        case .refused: self = .badRequest(error.sentence)
        }
    }

    init(_ error: StoreError) {
        switch error {
        case .badCursor: self.init(status: .badRequest, code: "bad_cursor", message: error.sentence)
        case .badQuery: self.init(status: .badRequest, code: "bad_query", message: error.sentence)
        case .refused: self.init(status: .conflict, code: "refused", message: error.sentence)
        case .full: self.init(status: .insufficientStorage, code: "disk_full", message: error.sentence)
        case .closed, .staleReference:
            self.init(status: .serviceUnavailable, code: "unavailable", message: error.sentence)
        case .locked, .newer, .corrupt, .readOnly, .engine:
            self.init(status: .internalServerError, code: "store", message: error.sentence)
        }
    }
}

typealias NativeBody = JSONMembers<NativeError>

extension NativeError: JSONMemberFailure {
    init(member: String, _ rule: String) { self = .badRequest("`\(member)` \(rule).") }
}
