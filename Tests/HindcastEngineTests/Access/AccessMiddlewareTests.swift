import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore
import TestKit
import Testing

@Suite("Access over HTTP")
struct AccessMiddlewareTests {
    private let store = FakeStore()

    private func router(_ mode: AccessMode) throws -> Router {
        let access = AccessControl(mode: mode, records: store, time: ManualTime())
        let routes = [
            Route(product: "test", method: .get, pattern: "/open", scope: nil) { _ in .text("open") },
            Route(product: "test", method: .get, pattern: "/read", scope: "read") { request in
                .text("project \(request.grant?.project.value ?? 0)")
            },
        ]
        return try Router(routes: routes, middleware: [AccessMiddleware(access)])
    }

    @Test(
        "Open mode answers to this machine's names only, so that no web page can rebind its own to us",
        arguments: [
            ("localhost", 200), ("localhost:8000", 200), ("LOCALHOST:8000", 200), ("app.localhost:8000", 200),
            ("127.0.0.1:8000", 200), ("127.1.2.3", 200), ("[::1]:8000", 200), ("evil.example", 403),
            ("localhost.evil.example", 403), ("127.0.0.1.evil.example", 403), ("127.0.0.1:80:80", 403),
            ("evil.example:8000", 403), ("", 403), ("127.0.0.256", 403), ("[::2]:8000", 403),
            ("10.0.0.1", 403),
        ])
    func hosts(host: String, status: Int) async throws {
        let response = try await router(.open).respond(
            to: .local(.get, "/read", headers: HTTPHeaders([("Host", host)])))
        #expect(response.status.code == status)
    }

    @Test(
        "Pages of other sites may not use the server; its own may",
        arguments: [
            ("http://localhost:8000", 200), ("https://localhost:8000", 200), ("http://evil.example", 403),
            ("http://localhost:9999", 403), ("null", 403), ("http://localhost:8000.evil.example", 403),
        ])
    func origins(origin: String, status: Int) async throws {
        let headers: HTTPHeaders = ["Host": "localhost:8000", "Origin": origin]
        let response = try await router(.open).respond(to: .local(.get, "/read", headers: headers))
        #expect(response.status.code == status)
    }

    @Test("In keys mode any host will do, but a page of another site will not")
    func keysModeOrigins() async throws {
        let made = try await Administration(
            traces: store, records: store, editor: QuietStore(store), time: ManualTime()
        ).createKey(project: "shop", scopes: [.read], label: "", actor: "test")
        var headers: HTTPHeaders = ["Host": "trace.example", "X-API-Key": made.key.text]
        let router = try router(.keys)
        #expect(await router.respond(to: try .local(.get, "/read", headers: headers)).bodyText == "project 1")
        headers["Origin"] = "https://trace.example"
        #expect(await router.respond(to: try .local(.get, "/read", headers: headers)).status == .ok)
        headers["Origin"] = "https://evil.example"
        #expect(await router.respond(to: try .local(.get, "/read", headers: headers)).status == .forbidden)
    }

    @Test("Without a key a guarded route is 401 and says how to get one; an open route answers")
    func keyless() async throws {
        let router = try router(.keys)
        let refused = await router.respond(to: try .local(.get, "/read"))
        #expect(refused.status == .unauthorized)
        #expect(refused.headers["WWW-Authenticate"] != nil)
        #expect(refused.bodyJSON["error"]?["code"] == "missing_key")
        #expect(await router.respond(to: try .local(.get, "/open")).status == .ok)
        #expect(await router.respond(to: try .local(.get, "/nowhere")).status == .notFound)
    }

    @Test("A request under two host names is refused")
    func twoHosts() async throws {
        let headers = HTTPHeaders([("Host", "localhost"), ("Host", "evil.example")])
        let response = try await router(.open).respond(to: .local(.get, "/read", headers: headers))
        #expect(response.status == .forbidden)
    }
}
