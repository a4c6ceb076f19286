import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore

/// A failure as Letta's server tells it: `{"detail": "<text>"}`; a value that cannot be read adds `trace_id`, and a bad
/// id in the path an example.
struct LettaError: HTTPResponseError {
    let status: HTTPStatus
    let detail: String
    private var example: String?

    init(_ status: HTTPStatus, _ detail: String) {
        self.status = status
        self.detail = detail
    }

    /// What was refused before a handler was asked.
    init(_ error: HTTPError) { self.init(error.status, error.message) }

    init(_ error: StoreError) {
        switch error {
        case .badCursor, .badQuery, .refused: self.init(.badRequest, error.sentence)
        case .full: self.init(.insufficientStorage, error.sentence)
        case .closed, .staleReference: self.init(.serviceUnavailable, error.sentence)
        case .locked, .newer, .corrupt, .readOnly, .engine: self.init(.internalServerError, error.sentence)
        }
    }

    var response: HTTPResponse {
        let body = JSONWriter.document { writer in
            if status == .unprocessableContent { writer.member("trace_id", "") }
            writer.member("detail", detail)
            if let example { writer.member("examples", array: { $0.string(example) }) }
        }
        var response = HTTPResponse.json(body, status: status)
        switch status {
        case .serviceUnavailable: response.headers["Retry-After"] = "1"
        // The client asks thrice when it meets a 5xx; what is not built will not be built in a second.
        case .notImplemented: response.headers["x-should-retry"] = "false"
        default: break
        }
        return response
    }

    // MARK: Common failures

    static func unknown(_ noun: String, _ id: String) -> LettaError {
        LettaError(.notFound, "\(noun) \(id.prefix(100)) was not found.")
    }

    /// A cursor that names nothing.
    static func noCursor(_ noun: String, _ id: String) -> LettaError {
        LettaError(.notFound, "No \(noun) found with id \(id.prefix(100))")
    }

    static func notOffered(_ feature: String) -> LettaError {
        LettaError(
            .notImplemented,
            "\(feature) is not offered: Hindcast shows what agents did and does not run them.")
    }

    /// A value of the query or the body that cannot be read, in the words of the reference's validator.
    static func invalid(
        _ type: String, in place: Place, _ message: String, input: String? = nil,
        context: (String, String)? = nil
    ) -> LettaError {
        var text = "[{'type': '\(type)', 'loc': \(place.text), 'msg': \(PythonText.literal(message))"
        text += ", 'input': \(input.map { PythonText.literal(String($0.prefix(200))) } ?? "None")"
        if let context { text += ", 'ctx': {'\(context.0)': \(context.1)}" }
        return LettaError(.unprocessableContent, text + "}]")
    }

    /// An id of the path that is none of its kind.
    static func badID(_ kind: ForeignID.Kind, _ input: String) -> LettaError {
        let prefix = kind.rawValue
        let pattern = "^\(prefix)-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
        var error = invalid(
            "string_pattern_mismatch", in: .path(prefix + "_id"),
            "String should match pattern '\(prefix)-{uuid4}'", input: input,
            context: ("pattern", PythonText.literal(pattern)))
        error.example = "\(prefix)-123e4567-e89b-42d3-8456-426614174000"
        return error
    }

    /// Where a value stood.
    enum Place {
        case path(String)
        case query(String)
        case body(String?)

        fileprivate var text: String {
            switch self {
            case .path(let name): "('path', '\(name)')"
            case .query(let name): "('query', '\(name)')"
            case .body(let name?): "('body', '\(name)')"
            case .body(nil): "('body',)"
            }
        }
    }
}
