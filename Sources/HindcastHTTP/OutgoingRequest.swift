/// A request to another server.
public struct OutgoingRequest: Sendable {
    public var method: HTTPMethod
    /// `http://` or `https://`, host, and what is asked for.
    public var url: String
    public var headers: HTTPHeaders
    public var body: [UInt8]
    /// The whole exchange takes no longer, waiting for a free connection included.
    public var timeLimitMilliseconds: Int
    /// A larger answer is an error, and no more of it is read.
    public var answerBytesMax: Int

    /// A request with bounds that suit short exchanges with a service nearby.
    public init(_ method: HTTPMethod, _ url: String, headers: HTTPHeaders = HTTPHeaders(), body: [UInt8] = [])
    {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        timeLimitMilliseconds = 10_000
        answerBytesMax = 16 << 20
    }

    /// A request whose body is JSON.
    public static func json(_ method: HTTPMethod, _ url: String, _ body: [UInt8]) -> OutgoingRequest {
        let headers: HTTPHeaders = ["Content-Type": "application/json", "Accept": "application/json"]
        return OutgoingRequest(method, url, headers: headers, body: body)
    }

    /// Scheme, host and port: what errors may tell, since the rest of an address can hold secrets. Nil for an address
    /// that is no HTTP address.
    public var server: String? { Self.server(of: url) }

    /// Scheme, host and port of an HTTP address; nil for anything else.
    public static func server(of url: String) -> String? {
        guard let mark = url.firstRange(of: "://") else { return nil }
        let scheme = url[..<mark.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https", url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            return nil
        }
        let rest = url[mark.upperBound...]
        let authority = rest.prefix { !"/?#\\".contains($0) }
        let host = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
        return host.isEmpty || host.first == ":" ? nil : "\(scheme)://\(host)"
    }
}
