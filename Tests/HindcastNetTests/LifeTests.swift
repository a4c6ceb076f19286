import HindcastHTTP
import HindcastNet
import Testing

@Suite("Connections live and end")
struct LifeTests {
    @Test(
        "A client that never finishes its head or body is cut off",
        arguments: [
            "GET /hel", "GET /hello/x HTTP/1.1\r\nHost: x\r\n",
            "POST /count HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc",
        ])
    func slow(text: String) async throws {
        try await TestServer.serve(limits: {
            $0.headMilliseconds = 100
            $0.bodyMilliseconds = 100
        }) { server in
            let port = server.port
            try await offPool {
                let client = try RawClient(port: port)
                client.send(text)
                #expect(try client.response()?.status == nil)
            }
        }
    }

    @Test("A listener gets events as they happen; when it leaves, its producer is told")
    func listenerLeaves() async throws {
        let (ended, end) = AsyncStream<Void>.makeStream()
        let route = Route(product: "t", method: .get, pattern: "/events", scope: nil) { _ in
            let (events, producer) = AsyncStream<ServerSentEvent>.makeStream(
                bufferingPolicy: .bufferingNewest(1))
            let task = Task {
                producer.yield(ServerSentEvent(id: "1", data: "first"))
                while !Task.isCancelled {
                    producer.yield(.comment("beat"))
                    await Task.yield()
                }
            }
            producer.onTermination = { _ in
                task.cancel()
                end.finish()
            }
            return .events(events)
        }
        try await TestServer.serve(extra: [route]) { server in
            let port = server.port
            try await offPool {
                let client = try RawClient(port: port)
                client.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n")
                while let line = try client.line(), !line.hasPrefix(":beat") {}
                client.close()
            }
            for await _ in ended {}
        }
    }

    @Test("Stopping ends event streams cleanly")
    func stopEndsEvents() async throws {
        let (events, producer) = AsyncStream<ServerSentEvent>.makeStream()
        let route = Route(product: "t", method: .get, pattern: "/events", scope: nil) { _ in .events(events) }
        let (served, hasServed) = AsyncStream<Void>.makeStream()
        try await TestServer.serve(extra: [route]) { server in
            let port = server.port
            async let body = offPool {
                let client = try RawClient(port: port)
                client.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n")
                while let line = try client.line(), line != "data: one" {}
                hasServed.finish()
                var rest: [String] = []
                while let line = try client.line() { rest.append(line) }
                return rest
            }
            producer.yield(ServerSentEvent(data: "one"))
            for await _ in served {}
            await server.stop()
            let rest = try await body
            #expect(rest.contains("0"), "the last chunk is the empty one")
        }
    }

    @Test("Stopping lets a running request finish and takes no new ones")
    func stopDrains() async throws {
        let (started, hasStarted) = AsyncStream<Void>.makeStream()
        let (gate, open) = AsyncStream<Void>.makeStream()
        let route = Route(product: "t", method: .get, pattern: "/wait", scope: nil) { _ in
            hasStarted.finish()
            for await _ in gate {}
            return .text("done")
        }
        let server = try HTTPServer.start(
            configuration: HTTPServerConfiguration(), responder: try TestServer.router(extra: [route]))
        let port = server.port
        async let body = offPool {
            let client = try RawClient(port: port)
            client.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")
            return try client.response()?.body
        }
        for await _ in started {}
        async let stopped: Void = server.stop(drainSeconds: 30)
        open.finish()
        let answered = try await body
        #expect(answered == "done")
        await stopped
        await #expect(throws: RawClient.Failure.self) { try await offPool { _ = try RawClient(port: port) } }
    }

    @Test("A request that does not finish in the drain time is answered with 503 and its task cancelled")
    func stopAbandons() async throws {
        let (started, hasStarted) = AsyncStream<Void>.makeStream()
        let (gate, _) = AsyncStream<Void>.makeStream()
        let (cancelled, wasCancelled) = AsyncStream<Void>.makeStream()
        let route = Route(product: "t", method: .get, pattern: "/wait", scope: nil) { _ in
            hasStarted.finish()
            for await _ in gate {}
            if Task.isCancelled { wasCancelled.finish() }
            return .text("late")
        }
        let server = try HTTPServer.start(
            configuration: HTTPServerConfiguration(), responder: try TestServer.router(extra: [route]))
        let port = server.port
        async let status = offPool {
            let client = try RawClient(port: port)
            client.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")
            return try client.response()?.status
        }
        for await _ in started {}
        await server.stop(drainSeconds: 0)
        let seen = try await status
        #expect(seen == 503 || seen == nil, "answered, or closed with the answer on its way")
        for await _ in cancelled {}
    }

    @Test("A taken port, a nonsense host and a missing certificate are told in one sentence")
    func cannotStart() async throws {
        try await TestServer.serve { server in
            var taken = HTTPServerConfiguration(port: server.port)
            let router = try TestServer.router()
            let error = #expect(throws: NetError.self) {
                try HTTPServer.start(configuration: taken, responder: router)
            }
            #expect(error?.description.contains("port \(server.port): Address already in use") == true)
            taken = HTTPServerConfiguration(host: "192.0.2.1")
            #expect(throws: NetError.self) { try HTTPServer.start(configuration: taken, responder: router) }
            taken = HTTPServerConfiguration()
            taken.tls = TLSFiles(certificatePath: "/nonexistent/cert.pem", keyPath: "/nonexistent/key.pem")
            #expect(throws: NetError.self) { try HTTPServer.start(configuration: taken, responder: router) }
        }
    }
}
