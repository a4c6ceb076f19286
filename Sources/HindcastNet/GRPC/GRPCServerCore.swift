import CGRPC
import HindcastHTTP
import Synchronization

/// The C server, its completion queues and the register of its calls.
///
/// Unchecked: the handles are constants, and the C core takes calls from any thread. `methods` is complete before
/// the first thread starts. The rest is atomic or behind the mutex.
@safe
final class GRPCServerCore: @unchecked Sendable {
    /// A registered method, or the catch-all when `handle` is nil.
    @safe
    struct Method {
        let handle: UnsafeMutableRawPointer?
        let row: RPCMethod
    }

    let configuration: GRPCServerConfiguration
    let server: OpaquePointer
    private let queues: [OpaquePointer]
    private var methods: [Method] = []
    private let messageBytesInFlight = Atomic<Int>(0)
    private let threadsLeft = Atomic<Int>(0)
    /// Every call object, waiting or running. `isStopping` is in the same mutex so that no call is armed on a
    /// server that is being destroyed.
    private let register = Mutex<(isStopping: Bool, calls: [ObjectIdentifier: GRPCCall])>((false, [:]))
    /// Set once the C server has let go of every call and connection.
    private let isShutDown = Latch()
    /// Set once the last thread has left.
    private let hasEnded = Latch()

    init(configuration: GRPCServerConfiguration) {
        self.configuration = configuration
        hindcast_grpc_quiet()
        grpc_init()
        unsafe server = hindcast_grpc_server(
            Int32(clamping: configuration.messageBytesMax), Int32(clamping: configuration.streamsMax),
            Int32(clamping: configuration.metadataBytesMax))
        var queues: [OpaquePointer] = unsafe []
        for _ in 0..<max(1, configuration.threads) {
            let queue: OpaquePointer = unsafe grpc_completion_queue_create_for_next(nil)
            unsafe grpc_server_register_completion_queue(server, queue, nil)
            unsafe queues.append(queue)
        }
        unsafe self.queues = queues
    }

    // MARK: Starting

    func register(_ method: RPCMethod) {
        unsafe methods.append(Method(handle: hindcast_grpc_register(server, method.path), row: method))
    }

    /// Binds the ports. A failure leaves nothing behind.
    func listen(
        tls: (certificate: CText, key: CText)?
    ) throws(NetError) -> (main: UInt16, unavailable: [UInt16]) {
        let credentials =
            if let tls {
                unsafe hindcast_grpc_tls(tls.certificate.pointer, tls.key.pointer)
            } else {
                unsafe grpc_insecure_server_credentials_create()
            }
        defer { unsafe grpc_server_credentials_release(credentials) }
        let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
        let main = unsafe grpc_server_add_http2_port(server, "\(host):\(configuration.port)", credentials)
        guard main > 0 else {
            discard()
            throw .cannotListen(
                host: configuration.host, port: configuration.port,
                reason: tls == nil
                    ? "the port is taken or the address is not ours"
                    : "the port is taken, the address is not ours, or certificate and key are no pair")
        }
        let unavailable = configuration.aliasPorts.filter { port in
            unsafe grpc_server_add_http2_port(server, "\(host):\(port)", credentials) <= 0
        }
        return (UInt16(clamping: main), unavailable)
    }

    /// Starts the server and its threads; each thread keeps the core alive.
    func run() -> Bool {
        unsafe grpc_server_start(server)
        let count = unsafe queues.count
        threadsLeft.store(count, ordering: .relaxed)
        return (0..<count).allSatisfy { index in NetThread.start { self.serve(queueAt: index) } }
    }

    // MARK: Serving

    private func serve(queueAt index: Int) {
        let queue = unsafe queues[index]
        for method in methods {
            for _ in 0..<max(1, configuration.callsMax) {
                unsafe GRPCCall(core: self, method: method, queue: queue).arm()
            }
        }
        let unknown = unsafe Method(handle: nil, row: GRPCServerCore.unknownMethod)
        // 4: strays are rare and answered at once.
        for _ in 0..<4 { unsafe GRPCCall(core: self, method: unknown, queue: queue).arm() }
        var tag: UnsafeMutableRawPointer?
        var success: Int32 = 0
        while unsafe hindcast_queue_next(queue, &tag, &success) == 1 {
            guard let tag = unsafe tag else {
                isShutDown.open()
                continue
            }
            unsafe GRPCCall.handle(tag: tag, success: success == 1)
        }
        unsafe grpc_completion_queue_destroy(queue)
        if threadsLeft.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 { hasEnded.open() }
    }

    private static let unknownMethod = RPCMethod(path: "") { request in
        .failure(RPCStatus(.unimplemented, "no method \(request.method) is served here"))
    }

    /// Runs `arm` unless the server is stopping; false when it is.
    func admit(_ call: GRPCCall, arm: () -> Bool) -> Bool {
        register.withLock { register in
            guard !register.isStopping, arm() else {
                register.calls.removeValue(forKey: ObjectIdentifier(call))
                return false
            }
            register.calls[ObjectIdentifier(call)] = call
            return true
        }
    }

    func remove(_ call: GRPCCall) {
        _ = register.withLock { $0.calls.removeValue(forKey: ObjectIdentifier(call)) }
    }

    /// Takes room for a message; false when all messages together would be too many.
    func charge(_ count: Int) -> Bool {
        let total = messageBytesInFlight.add(count, ordering: .relaxed).newValue
        if total <= configuration.messageBytesInFlightMax { return true }
        messageBytesInFlight.subtract(count, ordering: .relaxed)
        return false
    }

    func discharge(_ count: Int) {
        messageBytesInFlight.subtract(count, ordering: .relaxed)
    }

    // MARK: Stopping

    func stop(drainSeconds: Double) async {
        register.withLock { $0.isStopping = true }
        // The notice comes with the tag nil, which no call has.
        unsafe grpc_server_shutdown_and_notify(server, queues[0], nil)
        let deadline = Task { [self] in
            try? await Task.sleep(for: .seconds(drainSeconds))
            if !Task.isCancelled { cancelAll() }
        }
        await isShutDown.wait()
        deadline.cancel()
        dismantle()
        await hasEnded.wait()
        grpc_shutdown()
    }

    private func cancelAll() {
        unsafe grpc_server_cancel_all_calls(server)
        for call in register.withLock({ Array($0.calls.values) }) { call.abandon() }
    }

    private func dismantle() {
        unsafe grpc_server_destroy(server)
        for index in unsafe queues.indices { unsafe grpc_completion_queue_shutdown(queues[index]) }
    }

    /// Undoes the making of a server that never ran.
    private func discard() {
        unsafe grpc_server_shutdown_and_notify(server, queues[0], nil)
        var tag: UnsafeMutableRawPointer?
        var success: Int32 = 0
        _ = unsafe hindcast_queue_next(queues[0], &tag, &success)
        dismantle()
        for index in unsafe queues.indices {
            while unsafe hindcast_queue_next(queues[index], &tag, &success) == 1 {}
            unsafe grpc_completion_queue_destroy(queues[index])
        }
        grpc_shutdown()
    }
}
