import CMicrohttpd
import HindcastHTTP
import Synchronization

/// One accepted socket.
///
/// Unchecked: the two handles are constants that the library keeps valid until the connection is removed from
/// the core; the rest is atomic or behind the mutex.
@safe
final class HTTPConnection: @unchecked Sendable {
    /// What keeps the connection suspended, so that stopping can end it.
    private enum Pending {
        case nothing
        case exchange(HTTPExchange)
        case events(EventFeed)
    }

    let core: HTTPServerCore
    let peer: Peer
    let handle: OpaquePointer
    private let socket: Int32
    private let deadline: Atomic<UInt64>
    private let pending = Mutex<Pending>(.nothing)

    init(core: HTTPServerCore, handle: OpaquePointer) {
        self.core = core
        unsafe self.handle = handle
        socket = unsafe hindcast_http_socket(handle)
        hindcast_http_no_delay(socket)
        // 64: the longest numeric IPv6 address with a zone is 62.
        var address = [CChar](repeating: 0, count: 64)
        let isLoopback = unsafe hindcast_http_peer(socket, &address, address.count) == 1
        let end = address.firstIndex(of: 0) ?? address.endIndex
        peer = Peer(
            address: String(decoding: address[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self),
            isLoopback: isLoopback, isSecure: core.isSecure)
        deadline = Atomic(hindcast_http_milliseconds() + core.configuration.headMilliseconds)
    }

    // MARK: Deadlines

    /// The next phase has this long, however the bytes drip.
    func expect(within milliseconds: UInt64) {
        deadline.store(hindcast_http_milliseconds() + milliseconds, ordering: .relaxed)
    }

    /// Nothing is expected of the client.
    func expectNothing() {
        deadline.store(.max, ordering: .relaxed)
    }

    func isOverdue(at now: UInt64) -> Bool {
        deadline.load(ordering: .relaxed) < now
    }

    /// Only the core calls this, under the lock that keeps the socket from being reused.
    func shut() {
        hindcast_http_shut(socket)
    }

    // MARK: Suspension

    /// Suspends the connection until `exchange` is answered; false when the server is stopping.
    ///
    /// The lock orders this against `abandon`: either we see the server stopping, or it sees the exchange.
    func suspend(for exchange: HTTPExchange) -> Bool {
        pending.withLock { pending in
            guard !core.isStopping.load(ordering: .sequentiallyConsistent) else { return false }
            unsafe MHD_suspend_connection(handle)
            pending = .exchange(exchange)
            return true
        }
    }

    func resume() {
        unsafe MHD_resume_connection(handle)
    }

    /// Notes the stream being sent; one that comes while stopping ends at once.
    func attach(_ feed: EventFeed) {
        pending.withLock { $0 = .events(feed) }
        if core.isStopping.load(ordering: .sequentiallyConsistent) { feed.finish() }
    }

    func detach() {
        pending.withLock { $0 = .nothing }
    }

    /// Ends the event stream being sent, if any.
    func endEvents() {
        if case .events(let feed) = pending.withLock({ $0 }) { feed.finish() }
    }

    /// Ends whatever is pending: the library may not be stopped while a connection is suspended.
    func abandon() {
        switch pending.withLock({ $0 }) {
        case .nothing: break
        case .exchange(let exchange): exchange.abandon()
        case .events(let feed): feed.finish()
        }
    }
}
