import HindcastHTTP
import Testing

@Suite("Router")
struct RouterTests {
    private func route(
        _ method: HTTPMethod, _ pattern: String, product: String = "p", bodyBytesMax: Int? = nil
    ) -> Route {
        Route(
            product: product, method: method, pattern: pattern, scope: nil, bodyBytesMax: bodyBytesMax
        ) { request in
            let id = request.parameters["id"] ?? request.parameters["*"] ?? "-"
            return .text("\(method) \(pattern) \(id)")
        }
    }

    private func answer(_ router: Router, _ method: HTTPMethod, _ target: String) async throws -> String {
        let response = await router.respond(to: try HTTPRequest(method: method, target: target))
        guard response.status == .ok else { return String(response.status.code) }
        guard case .bytes(let bytes) = response.body else { return "no body" }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("A path finds the most specific route that takes its method")
    func specificity() async throws {
        let router = try Router(routes: [
            route(.get, "/runs/{id}"), route(.post, "/runs/query"), route(.get, "/runs/{id}/share"),
            route(.get, "/runs/all"), route(.get, "/ui/*"), route(.get, "/"),
        ])
        let expected = [
            ("GET", "/", "GET / -"),
            ("GET", "/runs/all", "GET /runs/all -"),
            ("GET", "/runs/7?x=1", "GET /runs/{id} 7"),
            ("GET", "/runs/query", "GET /runs/{id} query"),
            ("POST", "/runs/query", "POST /runs/query -"),
            ("GET", "/runs/all/share", "GET /runs/{id}/share all"),
            ("GET", "//runs///7/", "GET /runs/{id} 7"),
            ("GET", "/runs/a%2Fb%20c", "GET /runs/{id} a/b c"),
            ("GET", "/r%75ns/7", "GET /runs/{id} 7"),
            ("GET", "/ui", "GET /ui/* "),
            ("GET", "/ui/css/a.css", "GET /ui/* css/a.css"),
            ("HEAD", "/runs/7", "GET /runs/{id} 7"),
        ]
        for (method, target, text) in expected {
            #expect(try await answer(router, HTTPMethod(method), target) == text, "\(method) \(target)")
        }
    }

    @Test(
        "A malformed path is refused, never guessed at",
        arguments: [
            ("/a/%zz", 400), ("/a/%4", 400), ("/a/%00", 400), ("/a/../b", 400), ("/a/%2e%2e/b", 400),
            ("/a/%ff", 400), ("a", 400), ("/" + String(repeating: "x", count: 9_000), 414),
            (String(repeating: "/x", count: 100), 414), ("/a?x=%z", 400), ("/nothing", 404),
        ])
    func malformed(target: String, code: Int) async throws {
        let router = try Router(routes: [route(.get, "/a/{id}"), route(.get, "/a")])
        let status: HTTPStatus
        do {
            status = await router.respond(to: try HTTPRequest(method: .get, target: target)).status
        } catch {
            status = error.status
        }
        #expect(status.code == code)
    }

    @Test("A known path with another method says which methods it takes")
    func otherMethod() async throws {
        let router = try Router(routes: [route(.get, "/a"), route(.patch, "/a")])
        let response = await router.respond(to: try HTTPRequest(method: .delete, target: "/a"))
        #expect(response.status == .methodNotAllowed)
        #expect(response.headers["allow"] == "GET, HEAD, PATCH")
    }

    @Test("Two products that claim one path stop the start, and both are named")
    func conflict() throws {
        let error = #expect(throws: RouterError.self) {
            try Router(routes: [
                route(.get, "/v1/runs/{id}", product: "letta"), route(.post, "/v1/runs/{id}", product: "x"),
                route(.get, "/v1/runs/{run_id}", product: "laminar"),
            ])
        }
        #expect(
            error?.description
                == "letta and laminar both claim GET /v1/runs/{id} (also written /v1/runs/{run_id}); "
                + "one of them has to move")
    }

    @Test("A malformed pattern stops the start", arguments: ["a", "/a/{}", "/a/*/b", "/a//b", "/a{id}"])
    func malformedPattern(pattern: String) {
        #expect(throws: RouterError.malformed(pattern: pattern, product: "p")) {
            try Router(routes: [route(.get, pattern)])
        }
    }

    @Test("A body above the limit of its route is refused")
    func bodyLimit() async throws {
        let router = try Router(routes: [route(.post, "/a", bodyBytesMax: 3)])
        let small = try HTTPRequest(method: .post, target: "/a", body: [1, 2, 3])
        let large = try HTTPRequest(method: .post, target: "/a", body: [1, 2, 3, 4])
        #expect(router.bodyBytesMax(of: small) == 3)
        #expect(await router.respond(to: small).status == .ok)
        #expect(await router.respond(to: large).status == .payloadTooLarge)
    }
}
