public import HindcastEngine
public import HindcastHTTP

/// The native API without a server: for a command that has opened the store itself.
public struct InsideClient: HTTPFetching {
    private let router: Router

    /// - Parameter grant: what the caller may do, and where.
    public init(_ services: NativeServices, grant: Grant) throws(FetchError) {
        do {
            router = try Router(routes: NativeRoutes.routes(services), middleware: [Granting(grant: grant)])
        } catch {
            throw .badRequest("\(error)")
        }
    }

    /// Whatever host the address names.
    public func fetch(_ request: OutgoingRequest) async throws(FetchError) -> OutgoingResponse {
        guard let server = request.server, request.url.hasPrefix(server) else {
            throw .badRequest("\(request.url) is no HTTP address.")
        }
        let response: HTTPResponse
        do {
            response = await router.respond(
                to: try HTTPRequest(
                    method: request.method, target: String(request.url.dropFirst(server.count)),
                    headers: request.headers, body: request.body))
        } catch {
            response = error.response
        }
        guard case .events = response.body else {
            return OutgoingResponse(
                status: response.status.code, headers: response.headers, body: response.wholeBody)
        }
        throw .badRequest("\(request.url) answers without end and needs a server.")
    }
}

extension HTTPResponse {
    fileprivate var wholeBody: [UInt8] { if case .bytes(let bytes) = body { bytes } else { [] } }
}

/// Every route is granted to who asks.
private struct Granting: HTTPMiddleware {
    let grant: Grant

    func respond(to request: HTTPRequest, route: Route?, next: Next) async -> HTTPResponse {
        var request = request
        request.context.grant = grant
        return await next(request)
    }
}
