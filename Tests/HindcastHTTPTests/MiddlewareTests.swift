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
    func refusal(of head: HTTPRequest, route: Route?) -> HTTPError? {
        guard let scope = route?.scope else { return nil }
        return head.headers["authorization"] == scope ? nil : HTTPError(.unauthorized, "no key")
    }

    func respond(to request: HTTPRequest, route: Route?, next: Next) async -> HTTPResponse {
        var request = request
        request.context.grant = route?.scope
        return await next(request)
    }
}

private struct Unknown: Error {}

/// The words of a dialect: not our JSON, and not our statuses either.
private func dialect(_ error: HTTPError, _ request: HTTPRequest) -> HTTPResponse {
    let status = error.status == .unauthorized ? .forbidden : error.status
    return .text("\(request.path): \(error.message)", status: status)
}

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

    @Test("A product tells in its own words what was decided outside its handlers")
    func errorForm() async throws {
        let router = try Router(
            routes: [
                Route(
                    product: "p", method: .post, pattern: "/in", scope: "ingest", bodyBytesMax: 2,
                    errorForm: dialect
                ) { request in
                    if request.body == [1] { throw Unknown() }
                    throw HTTPError(.conflict, "taken", retryAfterSeconds: 3)
                }
            ], middleware: [Guard()])
        let key: HTTPHeaders = ["Authorization": "ingest"]
        for (headers, body, status, text) in [
            (HTTPHeaders(), [UInt8](), HTTPStatus.forbidden, "/in: no key"),
            (key, [1, 2, 3], .payloadTooLarge, "/in: the body is larger"),
            (key, [1], .internalServerError, "/in: the server failed"),
            (key, [], .conflict, "/in: taken"),
        ] {
            let request = try HTTPRequest(method: .post, target: "/in", headers: headers, body: body)
            let response = await router.respond(to: request)
            #expect(response.status == status)
            #expect(response.text?.hasPrefix(text) == true, "\(response.text ?? "no text")")
            if status == .conflict { #expect(response.headers["retry-after"] == "3") }
            if let refusal = router.refusal(of: request) { #expect(refusal.text == response.text) }
        }
        let head = try HTTPRequest(method: .post, target: "/in")
        #expect(router.response(to: head, failing: .bodiesInFlight).text?.hasPrefix("/in: too many") == true)
        let nowhere = await router.respond(to: try HTTPRequest(method: .post, target: "/nowhere"))
        #expect(nowhere.text?.hasPrefix("{\"error\"") == true)
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

extension HTTPResponse {
    fileprivate var text: String? {
        if case .bytes(let bytes) = body { String(decoding: bytes, as: UTF8.self) } else { nil }
    }
}
