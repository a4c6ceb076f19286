import CMicrohttpd
import HindcastHTTP
import Synchronization

/// One request and its answer.
///
/// Unchecked: all but `state` is touched only by the thread that owns the connection; `state` is what the
/// handler's task and the stopping server share, behind its mutex.
@safe
final class HTTPExchange: @unchecked Sendable {
    private enum State {
        /// The request is coming in.
        case receiving
        /// The connection is suspended until the handler answers.
        case running(Task<Void, Never>?)
        /// The answer waits for the connection's thread.
        case answered(HTTPResponse)
        /// The answer is the library's.
        case sent
    }

    let connection: HTTPConnection
    private let target: String
    private(set) var hasHead = false
    private var request: HTTPRequest?
    private var isHead = false
    private var bodyBytesMax = 0
    private var declaredBytes: Int?
    private var receivedBytes = 0
    private var chargedBytes = 0
    private var refusal: HTTPResponse?
    private var didRun = false
    private let state = Mutex<State>(.receiving)

    private var core: HTTPServerCore { connection.core }

    init(connection: HTTPConnection, target: String) {
        self.connection = connection
        self.target = target
    }

    // MARK: Receiving. False closes the connection.

    func headArrived(method: String) -> Bool {
        hasHead = true
        isHead = method == HTTPMethod.head.name
        let head = unsafe HTTPHead.read(connection.handle)
        let framing: HTTPHead.Framing
        do throws(HTTPError) {
            framing = try head.framing()
        } catch {
            return closing(with: error.response)
        }
        do throws(HTTPError) {
            request = try HTTPRequest(
                method: HTTPMethod(method), target: HTTPHead.originForm(target), headers: head.headers,
                peer: connection.peer)
        } catch {
            refusal = error.response
        }
        guard framing.hasBody else {
            connection.expectNothing()
            return true
        }
        connection.expect(within: core.configuration.bodyMilliseconds)
        declaredBytes = framing.declaredBytes
        considerRefusal()
        guard let refusal else { return true }
        // A client that asked first, or that would send more than we read for nothing, is answered at once.
        let isTooMuch = declaredBytes.map { $0 > drainBytesMax } ?? false
        return framing.asksFirst || isTooMuch ? closing(with: refusal) : true
    }

    private var drainBytesMax: Int {
        core.configuration.bodyBytesMax.multipliedReportingOverflow(by: HTTPLimits.drainFactor).partialValue
    }

    private func considerRefusal() {
        guard refusal == nil, let request else { return }
        refusal = core.responder.refusal(of: request)
        bodyBytesMax = min(
            core.responder.bodyBytesMax(of: request) ?? .max, core.configuration.bodyBytesMax)
        if refusal == nil, let declaredBytes, declaredBytes > bodyBytesMax {
            refusal = core.responder.response(to: request, failing: .bodyTooLarge(limitBytes: bodyBytesMax))
        }
    }

    /// Keeps body bytes, or lets them go by when the request is refused already.
    func bodyArrived(_ bytes: UnsafeRawBufferPointer) -> Bool {
        receivedBytes += bytes.count
        if refusal != nil { return receivedBytes <= drainBytesMax }
        if receivedBytes > bodyBytesMax {
            refuse(HTTPError.bodyTooLarge(limitBytes: bodyBytesMax))
            return receivedBytes <= drainBytesMax
        }
        guard core.charge(bytes.count) else {
            refuse(HTTPError.bodiesInFlight)
            return receivedBytes <= drainBytesMax
        }
        chargedBytes += bytes.count
        reserve(for: bytes.count)
        unsafe request?.body.append(contentsOf: bytes)
        return true
    }

    /// A body whose length is known gets its memory in one piece, but only once its first MiB has come: a
    /// declared length costs a client nothing.
    private func reserve(for count: Int) {
        guard let request, let declaredBytes else { return }
        let needed = receivedBytes
        if request.body.capacity >= needed { return }
        let step = needed <= 1024 * 1024 ? min(declaredBytes, 1024 * 1024) : declaredBytes
        self.request?.body.reserveCapacity(step)
    }

    private func refuse(_ error: HTTPError) {
        refusal = request.map { core.responder.response(to: $0, failing: error) } ?? error.response
        request?.body = []
        core.discharge(chargedBytes)
        chargedBytes = 0
    }

    // MARK: Answering

    /// Called when the request is complete, and again when the connection was resumed.
    func requestEnded() -> Bool {
        if let refusal { return send(refusal) }
        let answer: HTTPResponse? = state.withLock { state in
            guard case .answered(let response) = state else { return nil }
            state = .sent
            return response
        }
        if let answer {
            connection.detach()
            return send(answer)
        }
        return run()
    }

    private func run() -> Bool {
        guard let request else { return false }
        self.request = nil
        connection.expectNothing()
        didRun = true
        core.running.add(1, ordering: .relaxed)
        state.withLock { $0 = .running(nil) }
        guard connection.suspend(for: self) else {
            let error = HTTPError(.serviceUnavailable, "the server is stopping")
            return send(core.responder.response(to: request, failing: error))
        }
        let task = Task { [self, responder = core.responder] in
            answer(await responder.respond(to: request))
        }
        state.withLock { state in
            if case .running = state { state = .running(task) }
        }
        return true
    }

    /// Takes the handler's answer. A second answer is dropped.
    private func answer(_ response: HTTPResponse) {
        let isFirst = state.withLock { state in
            guard case .running = state else { return false }
            state = .answered(response)
            return true
        }
        if isFirst { connection.resume() }
    }

    /// Answers in the handler's place because the server stops now.
    func abandon() {
        let task: Task<Void, Never>? = state.withLock { state in
            guard case .running(let task) = state else { return nil }
            return task
        }
        answer(HTTPError(.serviceUnavailable, "the server stopped before this was answered").response)
        task?.cancel()
    }

    /// Answers before the body is read: the library closes the connection afterwards.
    private func closing(with response: HTTPResponse) -> Bool {
        var response = response
        response.headers["Connection"] = "close"
        return send(response)
    }

    private func send(_ response: HTTPResponse) -> Bool {
        var response = response
        if core.isStopping.load(ordering: .relaxed) { response.headers["Connection"] = "close" }
        state.withLock { $0 = .sent }
        if case .events(let stream) = response.body, !isHead {
            connection.expectNothing()
            return HTTPReply.send(response, events: stream, on: connection)
        }
        connection.expect(within: core.configuration.responseMilliseconds)
        return HTTPReply.send(response, on: connection)
    }

    /// The answer is out, or the connection is gone.
    func completed() {
        core.discharge(chargedBytes)
        connection.detach()
        if didRun { core.running.subtract(1, ordering: .releasing) }
        let idle = UInt64(core.configuration.idleSeconds) * 1_000
        connection.expect(within: idle + core.configuration.headMilliseconds)
    }
}
