/// Whatever answers requests: the router, or a stub in a test of the server.
public protocol HTTPResponder: Sendable {
    /// A refusal that can be told from the head alone (its body is still empty), so that the server need not
    /// keep the body. Called for requests with a body, on the server's own threads: it must not block.
    ///
    /// `respond` is the authority: it must refuse by itself what it refuses here.
    func refusal(of head: HTTPRequest) -> HTTPResponse?

    /// The most body bytes this request may carry, or nil for the server's own limit. Called beside `refusal`.
    func bodyBytesMax(of head: HTTPRequest) -> Int?

    /// A failure of the server itself in the words of whoever would have answered. Must not block.
    func response(to head: HTTPRequest, failing error: HTTPError) -> HTTPResponse

    /// The answer. Every failure is an answer too.
    func respond(to request: HTTPRequest) async -> HTTPResponse
}

extension HTTPResponder {
    /// Refuses nothing early.
    public func refusal(of head: HTTPRequest) -> HTTPResponse? { nil }

    /// The server's own limit.
    public func bodyBytesMax(of head: HTTPRequest) -> Int? { nil }

    /// Our own words.
    public func response(to head: HTTPRequest, failing error: HTTPError) -> HTTPResponse { error.response }
}
