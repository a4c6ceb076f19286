import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastStore

/// A failure in Invariant's form: `{"detail": "…"}`. Its client looks at the status only; people read the detail.
struct InvariantError: HTTPResponseError {
    let status: HTTPStatus
    let detail: JSON

    init(_ status: HTTPStatus, _ detail: String) {
        self.status = status
        self.detail = .string(detail)
    }

    private init(_ status: HTTPStatus, json: JSON) {
        self.status = status
        detail = json
    }

    var response: HTTPResponse {
        var response = HTTPResponse.json(
            JSON.object(JSONObject([("detail", detail)])).serialized(), status: status)
        if status == .serviceUnavailable { response.headers["Retry-After"] = "1" }
        return response
    }

    static func bad(_ detail: String) -> InvariantError { InvariantError(.badRequest, detail) }
    static let unknownTrace = InvariantError(.notFound, "Trace not found")
    static let unknownDataset = InvariantError(.notFound, "Dataset not found")
    static let unknownAnnotation = InvariantError(.notFound, "Annotation not found")
    /// The reader has no key and the item is private, or is not there: which of the two is not told.
    static let anonymous = InvariantError(.unauthorized, "Unauthorized get")
    static let noKey = InvariantError(.unauthorized, "You must provide a valid API key.")

    /// A query parameter with a value that is none of those allowed.
    static func invalid(query name: String, _ message: String) -> InvariantError {
        let place: JSON = ["query", .string(name)]
        return InvariantError(
            .unprocessableContent, json: [["loc": place, "msg": .string(message), "type": "value_error"]])
    }

    /// What calls services outside, which Hindcast does not do by itself.
    static func unsupported(_ feature: String) -> InvariantError {
        InvariantError(.notImplemented, "\(feature) is not available on this server.")
    }

    /// What was refused before the request came to its handler.
    init(_ error: HTTPError) {
        switch error.status {
        case .unauthorized: self = .noKey
        default: self.init(error.status, error.message)
        }
    }

    init(_ error: StoreError) {
        switch error {
        case .badCursor, .badQuery, .refused: self.init(.badRequest, error.sentence)
        case .full: self.init(.insufficientStorage, error.sentence)
        case .closed, .staleReference: self.init(.serviceUnavailable, error.sentence)
        case .locked, .newer, .corrupt, .readOnly, .engine: self.init(.internalServerError, error.sentence)
        }
    }

    init(_ error: ConversationError) {
        switch error {
        case .store(let error): self.init(error)
        case .ingest(.diskFull): self.init(.insufficientStorage, error.sentence)
        case .ingest: self.init(.serviceUnavailable, error.sentence)
        }
    }
}
