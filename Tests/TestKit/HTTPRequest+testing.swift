public import HindcastHTTP
public import HindcastJSON

extension HTTPRequest {
    /// A request as a program on this machine sends it.
    public static func local(
        _ method: HTTPMethod, _ target: String, body: String = "", headers: HTTPHeaders = HTTPHeaders()
    ) throws -> HTTPRequest {
        var headers = headers
        if headers["Host"] == nil { headers["Host"] = "localhost:8000" }
        return try HTTPRequest(method: method, target: target, headers: headers, body: Array(body.utf8))
    }
}

extension HTTPResponse {
    /// The body as text; empty for a stream.
    public var bodyText: String {
        if case .bytes(let bytes) = body { String(decoding: bytes, as: UTF8.self) } else { "" }
    }

    /// The body as JSON; null when it is none.
    public var bodyJSON: JSON {
        guard let json = try? JSONReader.parse(bodyText) else { return .null }
        return json
    }
}
