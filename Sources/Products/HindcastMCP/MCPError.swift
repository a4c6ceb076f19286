import HindcastEngine
import HindcastHTTP
import HindcastJSON

/// A failure of the protocol itself, as a JSON-RPC error. What goes wrong inside a tool is a result that says so, for
/// the model to read.
struct MCPError: Error, Equatable {
    enum Code: Int {
        case parse = -32700
        case invalidRequest = -32600
        case methodNotFound = -32601
        case invalidParams = -32602
        case internalError = -32603
        case headerMismatch = -32020
        case unsupportedVersion = -32022
    }

    let code: Code
    let message: String
    /// Versions that are spoken, for `unsupportedVersion`.
    var requested: String?

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    static func unsupported(_ requested: String) -> MCPError {
        var error = MCPError(.unsupportedVersion, "Unsupported protocol version")
        error.requested = String(requested.prefix(40))
        return error
    }

    /// What the client's transport expects beside the body.
    var status: HTTPStatus {
        switch code {
        case .methodNotFound: .notFound
        case .internalError: .internalServerError
        default: .badRequest
        }
    }

    /// - Parameter id: null when the request could not be read that far.
    func response(to id: JSON, status: HTTPStatus? = nil) -> HTTPResponse {
        let body = JSONWriter.document { writer in
            writer.member("jsonrpc", "2.0")
            writer.member("id", json: id)
            writer.object("error") { writer in
                writer.member("code", code.rawValue)
                writer.member("message", message)
                if let requested {
                    writer.object("data") { writer in
                        writer.field("supported", MCPVersion.allCases.map(\.rawValue))
                        writer.member("requested", requested)
                    }
                }
            }
        }
        return .json(body, status: status ?? self.status)
    }
}
