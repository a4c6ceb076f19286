import HindcastHTTP
import HindcastNet
import Testing

/// One request and what must come back, whichever way it travels.
struct Scenario: Sendable, CustomTestStringConvertible {
    let caption: String
    let method: HTTPMethod
    let target: String
    var headers: [(String, String)] = []
    var body = ""
    let status: Int
    var text: String?

    var testDescription: String { caption }

    static let all = [
        Scenario(
            caption: "a parameter and a query", method: .get, target: "/hello/w%20x?q=1%2B1", status: 200,
            text: "hello w x 1+1"),
        Scenario(
            caption: "slashes too many", method: .get, target: "//hello//you/", status: 200,
            text: "hello you -"),
        Scenario(caption: "a body", method: .post, target: "/count", body: "abc", status: 200, text: "3 294"),
        Scenario(caption: "an empty body", method: .post, target: "/count", status: 200, text: "0 0"),
        Scenario(
            caption: "a body over its route's limit", method: .post, target: "/small",
            body: "12345678901", status: 413),
        Scenario(caption: "no key", method: .post, target: "/secret", body: "x", status: 401),
        Scenario(
            caption: "a key", method: .post, target: "/secret", headers: [("Authorization", "Bearer good")],
            body: "x", status: 200, text: "in"),
        Scenario(
            caption: "no key, in the words of the route's product", method: .post, target: "/dialect",
            body: "x", status: 401, text: "sorry: 401"),
        Scenario(
            caption: "a body over the limit, in the words of the route's product", method: .post,
            target: "/dialect", headers: [("Authorization", "Bearer good")], body: "12345678901", status: 413,
            text: "sorry: 413"),
        Scenario(caption: "an unknown path", method: .get, target: "/nothing", status: 404),
        Scenario(caption: "another method", method: .delete, target: "/count", status: 405),
        Scenario(caption: "a bad escape", method: .get, target: "/hello/%zz", status: 400),
        Scenario(caption: "a bad escape in the query", method: .get, target: "/hello/x?q=%z", status: 400),
        Scenario(caption: "a dot segment", method: .get, target: "/hello/../count", status: 400),
        Scenario(
            caption: "a target too long", method: .get, target: "/" + String(repeating: "x", count: 9_000),
            status: 414),
        Scenario(caption: "nothing to say", method: .delete, target: "/gone", status: 204, text: ""),
        Scenario(caption: "the head of a page", method: .head, target: "/hello/x", status: 200),
    ]
}

@Suite("The same request answers the same by router and by socket")
struct ScenarioTests {
    @Test("By router", arguments: Scenario.all)
    func router(scenario: Scenario) async throws {
        let response: HTTPResponse
        do {
            let request = try HTTPRequest(
                method: scenario.method, target: scenario.target,
                headers: HTTPHeaders(scenario.headers.map { (name: $0.0, value: $0.1) }),
                body: Array(scenario.body.utf8))
            response = await (try TestServer.router()).respond(to: request)
        } catch let error as HTTPError {
            response = error.response
        }
        #expect(response.status.code == scenario.status)
        guard let text = scenario.text else { return }
        if case .bytes(let bytes) = response.body {
            #expect(String(decoding: bytes, as: UTF8.self) == text)
        } else {
            #expect(text == "")
        }
    }

    @Test("By socket, all on one connection")
    func socket() async throws {
        try await TestServer.serve { server in
            let port = server.port
            try await offPool {
                let client = try RawClient(port: port)
                for scenario in Scenario.all {
                    let fields = scenario.headers.map { "\($0.0): \($0.1)\r\n" }.joined()
                    client.send(
                        "\(scenario.method) \(scenario.target) HTTP/1.1\r\nHost: x\r\n\(fields)"
                            + "Content-Length: \(scenario.body.utf8.count)\r\n\r\n\(scenario.body)")
                    let response = try client.response(toHead: scenario.method == .head)
                    #expect(response?.status == scenario.status, "\(scenario.caption)")
                    if let text = scenario.text { #expect(response?.body == text, "\(scenario.caption)") }
                }
            }
        }
    }
}
