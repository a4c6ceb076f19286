/// A failure told to the client as `{"error":{"message":…}}`.
public struct HTTPError: HTTPResponseError {
    /// The status.
    public var status: HTTPStatus
    /// One sentence that says what is wrong, with which value, and what to do.
    public var message: String
    /// Further header fields.
    public var headers: HTTPHeaders

    /// A failure; `retryAfterSeconds` becomes `Retry-After`, which exporters obey on 429 and 503.
    public init(
        _ status: HTTPStatus, _ message: String, headers: HTTPHeaders = HTTPHeaders(),
        retryAfterSeconds: Int? = nil
    ) {
        self.status = status
        self.message = message
        self.headers = headers
        if let retryAfterSeconds { self.headers["Retry-After"] = String(retryAfterSeconds) }
    }

    /// The JSON response with this status.
    public var response: HTTPResponse {
        var bytes = Array(#"{"error":{"message":"#.utf8)
        Self.appendQuoted(message, to: &bytes)
        bytes.append(contentsOf: "}}".utf8)
        var response = HTTPResponse.json(bytes, status: status)
        for field in headers.fields { response.headers.add(field.name, field.value) }
        return response
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
