import HindcastHTTP
import HindcastNet
import Synchronization
import TestKit
import Testing

@Suite("Asking other servers", .timeLimit(.minutes(1)))
struct HTTPClientTests {
    private let client = HTTPClient()

    @Test("An answer comes back with its status, headers and body, whatever the status")
    func answers() async throws {
        try await TestServer.serve { server in
            let url = "http://127.0.0.1:\(server.port)"
            let hello = try await client.fetch(OutgoingRequest(.get, url + "/hello/you?q=1"))
            #expect(hello.status == 200 && hello.body == Array("hello you 1".utf8))
            #expect(hello.headers["content-type"]?.hasPrefix("text/plain") == true)
            let body = [UInt8](repeating: 2, count: 100_000)
            let counted = try await client.fetch(OutgoingRequest(.post, url + "/count", body: body))
            #expect(counted.body == Array("100000 200000".utf8))
            #expect(try await client.fetch(OutgoingRequest(.post, url + "/count")).body == Array("0 0".utf8))
            #expect(try await client.fetch(OutgoingRequest(.get, url + "/large")).body.count == 300_000)
            #expect(try await client.fetch(OutgoingRequest(.get, url + "/nothing")).status == 404)
            #expect(try await client.fetch(OutgoingRequest(.delete, url + "/gone")).status == 204)
            let secret = OutgoingRequest(.post, url + "/secret", headers: ["Authorization": "Bearer good"])
            #expect(try await client.fetch(secret).isSuccess)
            #expect(try await client.fetch(OutgoingRequest(.post, url + "/secret")).status == 401)
        }
    }

    @Test("A failing server's answer says when to come back")
    func failing() async throws {
        let busy = Route(product: "t", method: .get, pattern: "/busy", scope: nil) { _ in
            throw HTTPError(.serviceUnavailable, "later", retryAfterSeconds: 7)
        }
        try await TestServer.serve(extra: [busy]) { server in
            let answer = try await client.fetch(OutgoingRequest(.get, "http://127.0.0.1:\(server.port)/busy"))
            #expect(answer.status == 503 && !answer.isSuccess && answer.retryAfterSeconds == 7)
        }
    }

    @Test("A redirect is an answer and is not followed")
    func redirect() async throws {
        let moved = Route(product: "t", method: .post, pattern: "/moved", scope: nil) { _ in
            HTTPResponse(status: .temporaryRedirect, headers: ["Location": "/hello/elsewhere"], body: .none)
        }
        try await TestServer.serve(extra: [moved]) { server in
            let answer = try await client.fetch(
                OutgoingRequest(.post, "http://127.0.0.1:\(server.port)/moved"))
            #expect(answer.status == 307 && answer.headers["Location"] == "/hello/elsewhere")
        }
    }

    @Test("An answer over its bound is given up")
    func tooLarge() async throws {
        try await TestServer.serve { server in
            var request = OutgoingRequest(.get, "http://127.0.0.1:\(server.port)/large")
            request.answerBytesMax = 299_999
            await #expect(
                throws: FetchError.tooLarge(server: "http://127.0.0.1:\(server.port)", bytesMax: 299_999)
            ) {
                try await client.fetch(request)
            }
            request.answerBytesMax = 300_000
            let answer = try await client.fetch(request)
            #expect(answer.body.count == 300_000)
        }
    }

    @Test("A server that says nothing is given up when the time is over; the next request is served")
    func timeout() async throws {
        let gate = Gate()
        try await TestServer.serve(extra: [gate.route]) { server in
            var request = OutgoingRequest(.get, "http://127.0.0.1:\(server.port)/gate")
            request.timeLimitMilliseconds = 50
            await #expect(
                throws: FetchError.timedOut(server: "http://127.0.0.1:\(server.port)", milliseconds: 50)
            ) {
                try await client.fetch(request)
            }
            gate.open()
            request.timeLimitMilliseconds = 10_000
            let answer = try await client.fetch(request)
            #expect(answer.body == Array("open".utf8))
        }
    }

    @Test("Cancelling ends an exchange at once, one that runs and one that waits for its turn")
    func cancelled() async throws {
        let gate = Gate()
        let client = HTTPClient(exchangesMax: 1)
        try await TestServer.serve(extra: [gate.route]) { server in
            let request = OutgoingRequest(.get, "http://127.0.0.1:\(server.port)/gate")
            let running = Task { try await client.fetch(request) }
            await gate.entered()
            let waiting = Task { try await client.fetch(request) }
            waiting.cancel()
            await #expect(throws: FetchError.cancelled) { try await waiting.value }
            running.cancel()
            await #expect(throws: FetchError.cancelled) { try await running.value }
            gate.open()
            let answer = try await client.fetch(request)
            #expect(answer.body == Array("open".utf8))
        }
    }

    @Test("No more exchanges run at once than were allowed, and all get their turn")
    func bounded() async throws {
        let crowd = Mutex((now: 0, most: 0))
        let route = Route(product: "t", method: .get, pattern: "/crowd", scope: nil) { _ in
            crowd.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
            await Task.yield()
            crowd.withLock { $0.now -= 1 }
            return .text("in")
        }
        let client = HTTPClient(exchangesMax: 2)
        try await TestServer.serve(extra: [route]) { server in
            let request = OutgoingRequest(.get, "http://127.0.0.1:\(server.port)/crowd")
            let served = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<40 { group.addTask { (try? await client.fetch(request).isSuccess) ?? false } }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(served == 40)
            #expect(crowd.withLock { $0.most } <= 2)
        }
    }

    @Test("Nobody there is told in a sentence that holds no secrets")
    func refused() async throws {
        var port: UInt16 = 0
        try await TestServer.serve { port = $0.port }
        let request = OutgoingRequest(.get, "http://me:hidden@127.0.0.1:\(port)/path?key=hidden")
        do throws(FetchError) {
            _ = try await client.fetch(request)
            Issue.record("there was an answer")
        } catch {
            #expect(error.sentence.hasPrefix("http://127.0.0.1:\(port) cannot be reached: "))
            #expect(!error.sentence.contains("hidden"))
        }
    }

    @Test("A server that cannot show who it is gets no request")
    func untrusted() async throws {
        let folder = StoreTempFolder()
        let files = try SelfSigned.files(in: folder.path)
        try await TestServer.serve(limits: { $0.tls = files }) { server in
            do throws(FetchError) {
                _ = try await client.fetch(OutgoingRequest(.get, "https://127.0.0.1:\(server.port)/hello/x"))
                Issue.record("the certificate was believed")
            } catch {
                #expect(
                    error.sentence.hasPrefix(
                        "The certificate of https://127.0.0.1:\(server.port) is not trusted"))
            }
        }
    }

    @Test(
        "What is no HTTP request is not sent",
        arguments: [
            "ftp://x/", "file:///etc/passwd", "x", "http://", "http:///x", "http://a b/", "http://a\r\nX: y/",
        ])
    func badAddress(url: String) async throws {
        await #expect(throws: FetchError.self) { try await client.fetch(OutgoingRequest(.get, url)) }
        #expect(OutgoingRequest.server(of: url) == nil)
    }

    @Test(
        "Headers that would smuggle another header are not sent",
        arguments: ["a\r\nb: c", "a\u{0}", "a\u{7F}"])
    func badHeader(value: String) async throws {
        let request = OutgoingRequest(.get, "http://127.0.0.1:1/", headers: ["X": value])
        do throws(FetchError) {
            _ = try await client.fetch(request)
            Issue.record("there was an answer")
        } catch {
            #expect(error == .badRequest("The header X for http://127.0.0.1:1 holds control characters."))
        }
    }
}

/// A route that answers when it is told to.
private final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var hasVisitor = false
        var inside: [CheckedContinuation<Void, Never>] = []
        var watchers: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    var route: Route {
        Route(product: "t", method: .get, pattern: "/gate", scope: nil) { [self] _ in
            await pass()
            return .text("open")
        }
    }

    func open() {
        let inside = state.withLock { state in
            state.isOpen = true
            defer { state.inside = [] }
            return state.inside
        }
        for visitor in inside { visitor.resume() }
    }

    /// Returns once somebody has come.
    func entered() async {
        await withCheckedContinuation { watcher in
            let isThere = state.withLock { state in
                if !state.hasVisitor { state.watchers.append(watcher) }
                return state.hasVisitor
            }
            if isThere { watcher.resume() }
        }
    }

    private func pass() async {
        await withCheckedContinuation { visitor in
            let (isOpen, watchers) = state.withLock { state in
                defer { state.watchers = [] }
                state.hasVisitor = true
                if !state.isOpen { state.inside.append(visitor) }
                return (state.isOpen, state.watchers)
            }
            for watcher in watchers { watcher.resume() }
            if isOpen { visitor.resume() }
        }
    }
}
