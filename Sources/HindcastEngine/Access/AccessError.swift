public import HindcastHTTP

/// Why a request is not let in.
public enum AccessError: Error, Sendable, Equatable {
    /// The request came under a name that is not this machine's: a page elsewhere may have made the browser send it.
    case foreignHost(String)
    case foreignOrigin(String)
    case missingKey
    case unknownKey
    /// The key is good, but not for this.
    case missingScope(String)
    case tooFast(retryAfterSeconds: Int)
    /// The store could not tell.
    case unavailable(String)

    /// What the caller is told, with what to do about it.
    public var message: String {
        switch self {
        case .foreignHost(let host):
            "The host \"\(host.prefix(100))\" is not this machine; open mode answers to localhost only. "
                + "Use http://localhost, or start the server with --auth keys."
        case .foreignOrigin(let origin):
            "Requests from pages of \"\(origin.prefix(100))\" are refused."
        case .missingKey:
            "A key is needed: send `Authorization: Bearer hk_…`. Make one with `hindcast key create`."
        case .unknownKey: "This key is unknown or revoked."
        case .missingScope(let scope): "This key does not have the scope \(scope) that this route needs."
        case .tooFast(let seconds): "Too many requests with this key; try again in \(seconds) s."
        case .unavailable(let sentence): sentence
        }
    }

    /// The word for programs.
    public var code: String {
        switch self {
        case .foreignHost: "foreign_host"
        case .foreignOrigin: "foreign_origin"
        case .missingKey: "missing_key"
        case .unknownKey: "unknown_key"
        case .missingScope: "missing_scope"
        case .tooFast: "too_many_requests"
        case .unavailable: "unavailable"
        }
    }
}

extension AccessError {
    /// The refusal on HTTP, not to be cached. The route's product words it.
    public var httpError: HTTPError {
        var headers: HTTPHeaders = ["Cache-Control": "no-store"]
        switch self {
        case .foreignHost, .foreignOrigin, .missingScope:
            return HTTPError(.forbidden, code: code, message, headers: headers)
        case .missingKey, .unknownKey:
            headers["WWW-Authenticate"] = "Bearer realm=\"hindcast\""
            return HTTPError(.unauthorized, code: code, message, headers: headers)
        case .tooFast(let seconds):
            return HTTPError(
                .tooManyRequests, code: code, message, headers: headers, retryAfterSeconds: seconds)
        case .unavailable:
            return HTTPError(.serviceUnavailable, code: code, message, headers: headers, retryAfterSeconds: 1)
        }
    }

    /// The same refusal on gRPC. A passing fault is never `internal`, so that exporters try again.
    public var rpcStatus: RPCStatus {
        switch self {
        case .foreignHost, .foreignOrigin, .missingScope: RPCStatus(.permissionDenied, message)
        case .missingKey, .unknownKey: RPCStatus(.unauthenticated, message)
        case .tooFast(let seconds):
            RPCStatus(.resourceExhausted, message, retryAfterMilliseconds: seconds * 1000)
        case .unavailable: RPCStatus(.unavailable, message, retryAfterMilliseconds: 1000)
        }
    }
}
