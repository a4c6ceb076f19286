/// A failure in no dialect yet: what is wrong, for the route's product to say in the form its clients know.
///
/// Where no product is asked it is told in ours: `{"error":{"code","message"}}`.
public struct HTTPError: HTTPResponseError {
    /// The status.
    public var status: HTTPStatus
    /// The word for programs, if there is one.
    public var code: String?
    /// One sentence that says what is wrong, with which value, and what to do.
    public var message: String
    /// Further header fields, `Retry-After` among them. They reach the client in every dialect.
    public let headers: HTTPHeaders
    /// When to come back. Exporters obey it on 429 and 503.
    public let retryAfterSeconds: Int?

    /// A failure; `retryAfterSeconds` also becomes `Retry-After`.
    public init(
        _ status: HTTPStatus, code: String? = nil, _ message: String, headers: HTTPHeaders = HTTPHeaders(),
        retryAfterSeconds: Int? = nil
    ) {
        self.status = status
        self.code = code
        self.message = message
        self.retryAfterSeconds = retryAfterSeconds
        var headers = headers
        if let retryAfterSeconds { headers["Retry-After"] = String(retryAfterSeconds) }
        self.headers = headers
    }

    /// The failure in our own form.
    public var response: HTTPResponse {
        var bytes = Array(#"{"error":{"#.utf8)
        if let code {
            bytes.append(contentsOf: #""code":"#.utf8)
            Self.appendQuoted(code, to: &bytes)
            bytes.append(UInt8(ascii: ","))
        }
        bytes.append(contentsOf: #""message":"#.utf8)
        Self.appendQuoted(message, to: &bytes)
        bytes.append(contentsOf: "}}".utf8)
        return completed(.json(bytes, status: status))
    }

    /// The failure in the words of the product whose route was asked, with what HTTP itself needs.
    public func response(to request: HTTPRequest, at route: Route?) -> HTTPResponse {
        guard let route else { return response }
        return completed(route.errorForm(self, request))
    }

    private func completed(_ response: HTTPResponse) -> HTTPResponse {
        var complete = response
        for field in headers.fields where response.headers[field.name] == nil {
            complete.headers.add(field.name, field.value)
        }
        return complete
    }

    /// A string literal of RFC 8259: quote, backslash and the control characters escaped, the rest as it is.
    private static func appendQuoted(_ text: String, to bytes: inout [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20:
                bytes.append(contentsOf: "\\u00".utf8)
                bytes.append(digits[Int(byte >> 4)])
                bytes.append(digits[Int(byte & 0xf)])
            default:
                bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
