public import HindcastHTTP
import HindcastModel

/// Puts `AccessControl` round every route: checks host and origin, then gives routes that name a scope the caller's
/// grant, or refuses in their place. Says what is wrong; the route's product words it.
public struct AccessMiddleware: HTTPMiddleware {
    private let access: AccessControl

    /// One for all routes of a server.
    public init(_ access: AccessControl) { self.access = access }

    /// Refuses a foreign host or origin before the body is read.
    public func refusal(of head: HTTPRequest, route: Route?) -> HTTPError? {
        do throws(AccessError) {
            try access.origins.check(head)
            return nil
        } catch {
            return error.httpError
        }
    }

    /// Checks the key against the scope the route names; the grant travels with the request.
    public func respond(to request: HTTPRequest, route: Route?, next: Next) async -> HTTPResponse {
        do throws(AccessError) {
            try access.origins.check(request)
            guard let name = route?.scope else { return await next(request) }
            // A scope nobody knows is a mistake in a route table: nobody but an administrator passes.
            let scope = Scope(rawValue: name) ?? .admin
            var granted = request
            granted.context.grant = try await access.grant(for: request, needing: scope)
            return await next(granted)
        } catch {
            return error.httpError.response(to: request, at: route)
        }
    }
}
