import HindcastHTTP
import HindcastNet
import Testing

@Suite("Bodies on the wire")
struct FramingTests {
    private let get = "GET /hello/x HTTP/1.1\r\nHost: x\r\n\r\n"

    @Test(
        "A head two servers could read differently is refused and the connection closed",
        arguments: [
            "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
            "Content-Length : 3\r\n\r\nabc", "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
            "Transfer-Encoding: gzip\r\n\r\nabc",
            "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
            "Content-Length: -3\r\n\r\nabc", "Content-Length: 3x\r\n\r\nabc",
            "Content-Length: +3\r\n\r\nabc",
            "Content-Length: 99999999999999999999\r\n\r\nabc",
        ])
    func smuggling(rest: String) async throws {
        try await TestServer.serve { server in
            let port = server.port
            try await offPool {
                let client = try RawClient(port: port)
                client.send(
                    "POST /count HTTP/1.1\r\nHost: x\r\n" + rest + "GET /hello/smuggled HTTP/1.1\r\n\r\n")
                let response = try client.response()
                #expect([400, 413, 501].contains(response?.status))
                #expect(try client.response()?.status == nil, "nothing after it is answered")
            }
        }
    }

    @Test("A request without Host, or with too many fields, is refused")
    func badHeads() async throws {
        try await TestServer.serve { server in
            let port = server.port
            try await offPool {
                let nameless = try RawClient(port: port)
                nameless.send("GET /hello/x HTTP/1.1\r\n\r\n")
                #expect(try nameless.response()?.status == 400)
                let wordy = try RawClient(port: port)
                let fields = String(repeating: "A: b\r\n", count: HTTPLimits.headerFieldsMax + 1)
                wordy.send("GET /hello/x HTTP/1.1\r\nHost: x\r\n\(fields)\r\n")
                #expect(try wordy.response()?.status == 431)
            }
        }
    }

    @Test(
        "A target with a NUL in it is refused instead of being read up to there",
        arguments: [
            "/hello/x\0", "/hello/x\0y", "/hello/x\0y?q=1", "/hello/x?q=1\0&r=2", "/hello/\0HTTP/1.1",
        ])
    func targetWithNUL(target: String) async throws {
        try await TestServer.serve { server in
            let port = server.port
            let get = get
            try await offPool {
                let client = try RawClient(port: port)
                client.send("GET \(target) HTTP/1.1\r\nHost: x\r\n\r\n")
                #expect(try client.response()?.status == 400)
                let decent = try RawClient(port: port)
                decent.send(get + "GET /hello/x?q=1 HTTP/1.1\r\nHost: x\r\n\r\n")
                #expect(try decent.response()?.status == 200)
                #expect(try decent.response()?.status == 200)
            }
        }
    }

    @Test("A chunked body arrives whole")
    func chunked() async throws {
        try await TestServer.serve { server in
            let port = server.port
            let get = get
            try await offPool {
                let client = try RawClient(port: port)
                client.send(
                    "POST /count HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
                client.send("10;note=x\r\n0123456789abcdef\r\n0\r\nTrailer: x\r\n\r\n")
                #expect(try client.response()?.body.hasPrefix("19 ") == true)
                client.send(get)
                #expect(try client.response()?.status == 200)
            }
        }
    }

    @Test("A large body and a large answer arrive whole")
    func large() async throws {
        try await TestServer.serve { server in
            let port = server.port
            try await offPool {
                let client = try RawClient(port: port)
                let body = [UInt8](repeating: 1, count: 5_000_000)
                client.send("POST /count HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.count)\r\n\r\n")
                client.send(body)
                #expect(try client.response()?.body == "5000000 5000000")
                client.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
                let large = try client.response()
                #expect(large?.body == String(repeating: "1", count: 300_000))
            }
        }
    }

    @Test(
        "A body too large is read to its end and refused, and the connection goes on",
        arguments: ["declared", "chunked"])
    func oversize(form: String) async throws {
        let body = String(repeating: "x", count: 3_000)
        let rest =
            form == "declared"
            ? "Content-Length: 3000\r\n\r\n" + body
            : "Transfer-Encoding: chunked\r\n\r\nbb8\r\n" + body + "\r\n0\r\n\r\n"
        try await TestServer.serve(limits: { $0.bodyBytesMax = 1_000 }) { server in
            let port = server.port
            let get = get
            try await offPool {
                let client = try RawClient(port: port)
                client.send("POST /count HTTP/1.1\r\nHost: x\r\n" + rest + get)
                #expect(try client.response()?.status == 413)
                #expect(try client.response()?.body == "hello x -")
            }
        }
    }

    @Test("A body beyond all measure is not read to its end")
    func beyondMeasure() async throws {
        try await TestServer.serve(limits: { $0.bodyBytesMax = 1_000 }) { server in
            let port = server.port
            try await offPool {
                let declared = try RawClient(port: port)
                declared.send("POST /count HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n")
                let response = try declared.response()
                #expect(response?.status == 413)
                #expect(response?.headers["connection"] == "close")
                let chunked = try RawClient(port: port)
                chunked.send("POST /count HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
                chunked.send("1388\r\n" + String(repeating: "x", count: 5_000) + "\r\n")
                #expect(try chunked.response()?.status == nil)
            }
        }
    }

    @Test("When all bodies together are too large, the client is told to come back")
    func inFlight() async throws {
        try await TestServer.serve(limits: { $0.bodyBytesInFlightMax = 1_000 }) { server in
            let port = server.port
            try await offPool {
                let client = try RawClient(port: port)
                for (size, status) in [(3_000, 503), (900, 200), (900, 200)] {
                    client.send("POST /count HTTP/1.1\r\nHost: x\r\nContent-Length: \(size)\r\n\r\n")
                    client.send(String(repeating: "x", count: size))
                    let response = try client.response()
                    #expect(response?.status == status)
                    #expect((response?.headers["retry-after"] != nil) == (status == 503))
                }
            }
        }
    }

    @Test("A client that asks before sending is told to go on, or refused before it sends")
    func expectContinue() async throws {
        try await TestServer.serve { server in
            let port = server.port
            try await offPool {
                let client = try RawClient(port: port)
                let rest = " HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n"
                client.send("POST /count" + rest)
                #expect(try client.response()?.status == 100)
                client.send("abc")
                #expect(try client.response()?.body == "3 294")
                client.send("POST /secret" + rest)
                #expect(try client.response()?.status == 401)
            }
        }
    }

    @Test("Requests sent without waiting are answered in their order")
    func pipelining() async throws {
        try await TestServer.serve { server in
            let port = server.port
            try await offPool {
                let client = try RawClient(port: port)
                let names = (0..<20).map { "n\($0)" }
                client.send(names.map { "GET /hello/\($0) HTTP/1.1\r\nHost: x\r\n\r\n" }.joined())
                for name in names { #expect(try client.response()?.body == "hello \(name) -") }
            }
        }
    }
}
