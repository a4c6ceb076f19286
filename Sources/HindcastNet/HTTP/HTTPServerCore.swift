import CMicrohttpd
import HindcastHTTP
import Synchronization

/// What all connections of one server share: the daemon of the library, the limits and the register of sockets.
///
/// Unchecked: `daemon` is written once before the first callback and once after the last; all else is atomic,
/// immutable or behind the mutex.
@safe
final class HTTPServerCore: @unchecked Sendable {
    let configuration: HTTPServerConfiguration
    let responder: any HTTPResponder
    let isSecure: Bool
    /// Set when stopping: no handler starts any more.
    let isStopping = Atomic<Bool>(false)
    /// Requests whose handler was started and whose answer is not sent yet.
    let running = Atomic<Int>(0)
    private let bodyBytesInFlight = Atomic<Int>(0)
    private let connections = Mutex<[ObjectIdentifier: HTTPConnection]>([:])
    private let tls: (certificate: CText, key: CText)?
    private var daemon: OpaquePointer?
    private var reaper: Task<Void, Never>?

    init(
        configuration: HTTPServerConfiguration, responder: any HTTPResponder,
        tls: (certificate: CText, key: CText)?
    ) {
        self.configuration = configuration
        self.responder = responder
        self.tls = tls
        isSecure = tls != nil
    }

    /// Hands the socket to the library. The daemon's callbacks hold the core unretained: `stop` outlives them.
    func start(socket: Int32) -> Bool {
        var options = unsafe HindcastHTTPOptions()
        unsafe options.listenSocket = socket
        unsafe options.threads = Int32(clamping: configuration.threads)
        unsafe options.connectionsMax = UInt32(clamping: configuration.connectionsMax)
        unsafe options.connectionsPerAddressMax = UInt32(clamping: configuration.connectionsPerAddressMax)
        unsafe options.idleSeconds = UInt32(clamping: configuration.idleSeconds)
        unsafe options.connectionMemoryBytes = HTTPServerCore.connectionMemoryBytes
        unsafe options.connectionMemoryStepBytes = HTTPServerCore.connectionMemoryStepBytes
        unsafe options.certificate = tls?.certificate.pointer
        unsafe options.key = tls?.key.pointer
        unsafe options.context = Unmanaged.passUnretained(self).toOpaque()
        unsafe options.request = httpRequestCallback
        unsafe options.target = httpTargetCallback
        unsafe options.completed = httpCompletedCallback
        unsafe options.connection = httpConnectionCallback
        unsafe daemon = hindcast_http_start(&options)
        guard unsafe daemon != nil else { return false }
        startReaper()
        return true
    }

    /// Memory the library may use for a connection: its head plus its receive buffer. It is cleared after each
    /// request, so 128 KiB made small requests dearer; with 32 KiB the reads of large bodies get small.
    static let connectionMemoryBytes = 64 * 1024
    /// How much of it is taken at a time: all, so that a large body is read in large pieces from the start.
    static let connectionMemoryStepBytes = 64 * 1024

    // MARK: Limits

    /// Takes room for received body bytes; false when all bodies together would be too many.
    func charge(_ count: Int) -> Bool {
        let total = bodyBytesInFlight.add(count, ordering: .relaxed).newValue
        if total <= configuration.bodyBytesInFlightMax { return true }
        bodyBytesInFlight.subtract(count, ordering: .relaxed)
        return false
    }

    func discharge(_ count: Int) {
        bodyBytesInFlight.subtract(count, ordering: .relaxed)
    }

    // MARK: Connections

    func add(_ connection: HTTPConnection) {
        connections.withLock { $0[ObjectIdentifier(connection)] = connection }
    }

    /// Forgets a connection. Waits while the reaper looks at it, so its socket cannot be closed and given to
    /// another in between.
    func remove(_ connection: HTTPConnection) {
        _ = connections.withLock { $0.removeValue(forKey: ObjectIdentifier(connection)) }
    }

    /// Shuts the sockets whose time is up; the library then sees an end of input and cleans up.
    private func reap() {
        let now = hindcast_http_milliseconds()
        connections.withLock { connections in
            for connection in connections.values where connection.isOverdue(at: now) {
                connection.shut()
            }
        }
    }

    /// The library knows inactivity only: a client sending a byte now and then would hold a connection for ever.
    private func startReaper() {
        let shortest = min(configuration.headMilliseconds, configuration.bodyMilliseconds)
        let pause = Duration.milliseconds(min(1_000, max(10, shortest / 4)))
        reaper = Task { [weak self] in
            while !Task.isCancelled {
                try? await Task.sleep(for: pause)
                self?.reap()
            }
        }
    }

    // MARK: Stopping

    func stop(drainSeconds: Double) async {
        isStopping.store(true, ordering: .sequentiallyConsistent)
        if let daemon = unsafe daemon {
            let socket = unsafe MHD_quiesce_daemon(daemon)
            if socket >= 0 { hindcast_http_close(socket) }
        }
        let open = connections.withLock { Array($0.values) }
        for connection in open { connection.endEvents() }
        let end = ContinuousClock.now + .seconds(drainSeconds)
        while running.load(ordering: .acquiring) > 0, ContinuousClock.now < end {
            try? await Task.sleep(for: .milliseconds(5))
        }
        for connection in open { connection.abandon() }
        reaper?.cancel()
        // The callbacks of the library need the core until it returns, and no connection may be suspended.
        await NetThread.wait(for: { [self] in stopDaemon() })
    }

    private func stopDaemon() {
        guard let daemon = unsafe daemon else { return }
        unsafe MHD_stop_daemon(daemon)
        unsafe self.daemon = nil
    }
}
