import HindcastHTTP
import HindcastNet
import Testing

@Suite("A command asks the server on this machine")
struct LocalServerTests {
    @Test("The body of a good answer comes back; of any other answer nothing does")
    func answers() async throws {
        try await TestServer.serve { server in
            let local = try #require(LocalServer(url: "http://127.0.0.1:\(server.port)"))
            #expect(await local.ask("GET", "/hello/you?q=1") == Array("hello you 1".utf8))
            #expect(await local.ask("POST", "/count") == Array("0 0".utf8))
            #expect(await local.ask("GET", "/large")?.count == 300_000)
            #expect(await local.ask("POST", "/secret") == nil)
            #expect(await local.ask("GET", "/nothing") == nil)
        }
    }

    @Test("Without a server there is no answer")
    func nobody() async throws {
        var port: UInt16 = 0
        try await TestServer.serve { port = $0.port }
        #expect(await LocalServer(url: "http://127.0.0.1:\(port)")?.ask("GET", "/hello/x") == nil)
    }

    @Test(
        "What is not plain HTTP with a port is not asked",
        arguments: ["https://localhost:1", "http://x", "", "x:1"])
    func refused(url: String) {
        #expect(LocalServer(url: url) == nil)
    }
}
