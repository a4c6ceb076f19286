/// Finds the route of a request and runs its handler inside the middleware.
///
/// Duplicate slashes are collapsed and a trailing one is accepted. Malformed paths are a 400, unknown ones a 404,
/// known ones with another method a 405 with `Allow`.
public struct Router: HTTPResponder {
    /// Called with every error that is no `HTTPResponseError`, before it becomes a bare 500.
    public typealias Report = @Sendable (any Error, HTTPRequest) -> Void

    /// The table, in the order given.
    public let routes: [Route]
    private let trie: RouteTrie
    private let middleware: [any HTTPMiddleware]
    private let report: Report?

    /// Builds the table.
    ///
    /// - Throws: `RouterError` when two rows claim one (method, pattern) or a pattern is malformed.
    public init(routes: [Route], middleware: [any HTTPMiddleware] = [], report: Report? = nil) throws {
        self.routes = routes
        self.trie = try RouteTrie(routes)
        self.middleware = middleware
        self.report = report
    }

    /// The refusal `respond` would give from the head alone: of a layer, else of the table itself.
    public func refusal(of head: HTTPRequest) -> HTTPResponse? {
        let target = resolve(head)
        let error = refusal(of: target.request, route: target.route)?.error ?? target.failure
        return error?.response(to: target.request, at: target.route)
    }

    /// The limit of the route that will answer.
    public func bodyBytesMax(of head: HTTPRequest) -> Int? {
        resolve(head).route?.bodyBytesMax
    }

    /// The failure in the form of the route that would have answered.
    public func response(to head: HTTPRequest, failing error: HTTPError) -> HTTPResponse {
        error.response(to: head, at: resolve(head).route)
    }

    /// Runs the layers and the handler.
    public func respond(to request: HTTPRequest) async -> HTTPResponse {
        let target = resolve(request)
        if let refusal = refusal(of: target.request, route: target.route) {
            return await run(target, failing: refusal.error, from: 0, upTo: refusal.layer)
        }
        return await run(target, failing: target.failure, from: 0, upTo: middleware.count)
    }

    private struct Target: Sendable {
        var request: HTTPRequest
        var route: Route?
        /// Why no handler may run.
        var failure: HTTPError?
    }

    private func refusal(of head: HTTPRequest, route: Route?) -> (error: HTTPError, layer: Int)? {
        for (layer, each) in middleware.enumerated() {
            if let error = each.refusal(of: head, route: route) { return (error, layer) }
        }
        return nil
    }

    private func run(
        _ target: Target, failing error: HTTPError?, from layer: Int, upTo end: Int
    ) async -> HTTPResponse {
        guard layer < end else {
            if let error { return error.response(to: target.request, at: target.route) }
            return await handle(target)
        }
        return await middleware[layer].respond(to: target.request, route: target.route) { request in
            var inner = target
            inner.request = request
            return await run(inner, failing: error, from: layer + 1, upTo: end)
        }
    }

    private func handle(_ target: Target) async -> HTTPResponse {
        guard let route = target.route else { return .empty(.notFound) }
        do {
            return try await route.handler(target.request)
        } catch let error as HTTPError {
            return error.response(to: target.request, at: route)
        } catch let error as any HTTPResponseError {
            return error.response
        } catch {
            report?(error, target.request)
            let failure = HTTPError(.internalServerError, "the server failed to answer; its log says why")
            return failure.response(to: target.request, at: route)
        }
    }

    private func resolve(_ request: HTTPRequest) -> Target {
        do {
            let segments = try PathSegments.decode(request.path)
            return try resolve(request, segments)
        } catch {
            return Target(request: request, route: nil, failure: error)
        }
    }

    private func resolve(_ request: HTTPRequest, _ segments: [String]) throws(HTTPError) -> Target {
        switch trie.match(segments, method: request.method) {
        case .none:
            throw HTTPError(.notFound, "nothing is served at \(request.path)")
        case .otherMethods(let methods):
            var names = Set(methods.map(\.name))
            if names.contains("GET") { names.insert("HEAD") }
            throw HTTPError(
                .methodNotAllowed, "\(request.path) does not take \(request.method)",
                headers: ["Allow": names.sorted().joined(separator: ", ")])
        case .route(let index, let parameters):
            var target = Target(request: request, route: routes[index])
            target.request.parameters = parameters
            if let limit = routes[index].bodyBytesMax, request.body.count > limit {
                target.failure = HTTPError.bodyTooLarge(limitBytes: limit)
            }
            return target
        }
    }
}
