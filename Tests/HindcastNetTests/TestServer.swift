import HindcastHTTP
import HindcastNet

private struct KeyGuard: HTTPMiddleware {
    func refusal(of head: HTTPRequest, route: Route?) -> HTTPError? {
        guard route?.scope != nil, head.headers["Authorization"] != "Bearer good" else { return nil }
        return HTTPError(.unauthorized, "no key")
    }
}

/// The routes that the tests speak to.
enum TestServer {
    static func router(extra: [Route] = []) throws -> Router {
        let routes = [
            Route(product: "t", method: .get, pattern: "/hello/{name}", scope: nil) { request in
                .text("hello \(request.parameters["name"] ?? "") \(request.query["q"] ?? "-")")
            },
            Route(product: "t", method: .post, pattern: "/count", scope: nil) { request in
                .text("\(request.body.count) \(request.body.reduce(into: 0) { $0 &+= Int($1) })")
            },
            Route(product: "t", method: .post, pattern: "/small", scope: nil, bodyBytesMax: 10) { request in
                .text("\(request.body.count)")
            },
            Route(
                product: "t", method: .post, pattern: "/dialect", scope: "ingest", bodyBytesMax: 10,
                errorForm: { error, _ in .text("sorry: \(error.status.code)", status: error.status) }
            ) { _ in .text("in") },
            Route(product: "t", method: .post, pattern: "/secret", scope: "ingest") { _ in .text("in") },
            Route(product: "t", method: .get, pattern: "/large", scope: nil) { _ in
                .json([UInt8](repeating: UInt8(ascii: "1"), count: 300_000))
            },
            Route(product: "t", method: .delete, pattern: "/gone", scope: nil) { _ in .empty(.noContent) },
        ]
        return try Router(routes: routes + extra, middleware: [KeyGuard()])
    }

    /// Serves while `body` runs. `limits` sets what the test is about.
    static func serve(
        extra: [Route] = [], limits: (inout HTTPServerConfiguration) -> Void = { _ in },
        _ body: (HTTPServer) async throws -> Void
    ) async throws {
        var configuration = HTTPServerConfiguration()
        limits(&configuration)
        let server = try HTTPServer.start(configuration: configuration, responder: try router(extra: extra))
        do {
            try await body(server)
        } catch {
            await server.stop(drainSeconds: 0)
            throw error
        }
        await server.stop()
    }
}
