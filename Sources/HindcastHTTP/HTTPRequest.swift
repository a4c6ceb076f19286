/// A request with its whole body, or its head while the body is still on the way.
public struct HTTPRequest: Sendable {
    /// The method.
    public var method: HTTPMethod
    /// The path as sent, still percent-encoded, without the query. Match and decode through the router.
    public var path: String
    /// The decoded query.
    public var query: HTTPQuery
    /// The header fields.
    public var headers: HTTPHeaders
    /// The whole body as sent (still compressed when `Content-Encoding` says so); empty in a head.
    public var body: [UInt8]
    /// Who sent it.
    public var peer: Peer
    /// What the braces of the route's pattern stood for; filled by the router.
    public var parameters = PathParameters()
    /// What middleware found out.
    public var context = RequestContext()

    /// A request from its parts.
    public init(
        method: HTTPMethod, path: String, query: HTTPQuery = HTTPQuery(),
        headers: HTTPHeaders = HTTPHeaders(), body: [UInt8] = [], peer: Peer = Peer()
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.peer = peer
    }

    /// A request from its target, e.g. `/traces?limit=10`.
    ///
    /// - Throws: a 414 when the target is longer than `HTTPLimits.targetBytesMax`, a 400 when its query is
    ///   malformed.
    public init(
        method: HTTPMethod, target: String, headers: HTTPHeaders = HTTPHeaders(), body: [UInt8] = [],
        peer: Peer = Peer()
    ) throws(HTTPError) {
        guard target.utf8.count <= HTTPLimits.targetBytesMax else {
            throw HTTPError(
                .uriTooLong, "the request target is longer than \(HTTPLimits.targetBytesMax) bytes")
        }
        guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else {
            self.init(method: method, path: target, headers: headers, body: body, peer: peer)
            return
        }
        let query = try HTTPQuery(parsing: target[target.utf8.index(after: mark)...])
        self.init(
            method: method, path: String(target[..<mark]), query: query, headers: headers, body: body,
            peer: peer)
    }
}
