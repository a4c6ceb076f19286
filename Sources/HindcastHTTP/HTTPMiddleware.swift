/// A layer round every request: access, admission, logging. The first in the router's list is the outermost.
public protocol HTTPMiddleware: Sendable {
    /// What stands behind this layer.
    typealias Next = @Sendable (HTTPRequest) async -> HTTPResponse

    /// A refusal that can be told from the head alone. Must not block: it also runs on the server's threads
    /// before the body is read, so it may be asked twice for one request. When it refuses, only the layers
    /// outside this one see the response. A layer says what is wrong; the route's product says it to the client.
    ///
    /// - Parameter route: the route that will answer, or nil when none does.
    func refusal(of head: HTTPRequest, route: Route?) -> HTTPError?

    /// Passes the request on to `next`, changed or not, and the response back.
    func respond(to request: HTTPRequest, route: Route?, next: Next) async -> HTTPResponse
}

extension HTTPMiddleware {
    /// Refuses nothing.
    public func refusal(of head: HTTPRequest, route: Route?) -> HTTPError? { nil }

    /// Changes nothing.
    public func respond(to request: HTTPRequest, route: Route?, next: Next) async -> HTTPResponse {
        await next(request)
    }
}
