import HindcastHTTP
import Testing

private struct Mark: HTTPMiddleware {
    let name: String

    func respond(to request: HTTPRequest, route: Route?, next: Next) async -> HTTPResponse {
        var response = await next(request)
        response.headers.add("Trail", name)
        return response
    }
}

private struct Guard: HTTPMiddleware {
    func refusal(of head: HTTPRequest, route: Route?) -> HTTPResponse? {
        guard let scope = route?.scope else { return nil }
        return head.headers["authorization"] == scope ? nil : .empty(.unauthorized)
    }

    func respond(to request: HTTPRequest, route: Route?, next: Next) async -> HTTPResponse {
        var request = request
        request.context.grant = route?.scope
        return await next(request)
    }
}

private struct Unknown: Error {}

@Suite("Middleware and errors")
struct MiddlewareTests {
    private func router() throws -> Router {
        try Router(
            routes: [
                Route(product: "p", method: .post, pattern: "/in", scope: "ingest") { request in
                    .text(request.context.grant as? String ?? "no grant")
                },
                Route(product: "p", method: .get, pattern: "/told", scope: nil) { _ in
                    throw HTTPError(.conflict, "the name \"a\"\n is taken", retryAfterSeconds: 3)
                },
                Route(product: "p", method: .get, pattern: "/untold", scope: nil) { _ in throw Unknown() },
            ], middleware: [Mark(name: "outer"), Guard(), Mark(name: "inner")])
    }

    @Test("Without a key a route with a scope refuses before its handler, seen by the outer layers only")
    func refused() async throws {
        let router = try router()
        let request = try HTTPRequest(method: .post, target: "/in", body: [1])
        #expect(router.refusal(of: request)?.status == .unauthorized)
        let response = await router.respond(to: request)
        #expect(response.status == .unauthorized)
        #expect(response.headers.values("trail") == ["outer"])
    }

    @Test("A key's grant reaches the handler through the layers, innermost answering first")
    func granted() async throws {
        let router = try router()
        let request = try HTTPRequest(
            method: .post, target: "/in", headers: ["Authorization": "ingest"], body: [1])
        #expect(router.refusal(of: request)?.status == nil)
        let response = await router.respond(to: request)
        guard case .bytes(let bytes) = response.body else {
            Issue.record("no body")
            return
        }
        #expect(String(decoding: bytes, as: UTF8.self) == "ingest")
        #expect(response.headers.values("trail") == ["inner", "outer"])
    }

    @Test("An error says its own response; an unknown one tells the client nothing")
    func errors() async throws {
        let router = try router()
        let told = await router.respond(to: try HTTPRequest(method: .get, target: "/told"))
        guard case .bytes(let bytes) = told.body else {
            Issue.record("no body")
            return
        }
        #expect(told.status == .conflict)
        #expect(told.headers["retry-after"] == "3")
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == #"{"error":{"message":"the name \"a\"\u000a is taken"}}"#)
        let untold = await router.respond(to: try HTTPRequest(method: .get, target: "/untold"))
        #expect(untold.status == .internalServerError)
    }
}
