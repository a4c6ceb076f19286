import CMicrohttpd
public import HindcastHTTP

/// An HTTP/1.1 server on one address. Start several to listen on several.
///
/// Call `stop` before dropping it: until then its threads run and it keeps itself alive.
public final class HTTPServer: Sendable {
    /// The port listened on.
    public let port: UInt16
    private let core: HTTPServerCore

    private init(port: UInt16, core: HTTPServerCore) {
        self.port = port
        self.core = core
    }

    /// Listens and serves until `stop`.
    ///
    /// - Throws: `NetError` when the address is taken, or a certificate cannot be used.
    public static func start(
        configuration: HTTPServerConfiguration, responder: any HTTPResponder
    ) throws -> HTTPServer {
        let tls = try configuration.tls?.read()
        var port = configuration.port
        var failure: UnsafePointer<CChar>?
        // 1,024: bursts of reconnecting agents after a restart; the kernel caps it at its own limit.
        let socket = unsafe hindcast_http_listen(configuration.host, &port, 1_024, &failure)
        guard socket >= 0 else {
            let reason = unsafe failure.map { unsafe String(cString: $0) } ?? "unknown reason"
            throw NetError.cannotListen(host: configuration.host, port: configuration.port, reason: reason)
        }
        let core = HTTPServerCore(configuration: configuration, responder: responder, tls: tls)
        guard core.start(socket: socket) else {
            hindcast_http_close(socket)
            throw NetError.cannotStart(
                host: configuration.host, port: port,
                hint: tls == nil ? "out of threads or memory" : "are the certificate and its key a pair?")
        }
        return HTTPServer(port: port, core: core)
    }

    /// Stops: takes no new connections, ends event streams, lets running requests finish for `drainSeconds`,
    /// then answers the rest with a 503 and cancels their tasks. Call once.
    public func stop(drainSeconds: Double = 10) async {
        await core.stop(drainSeconds: drainSeconds)
    }
}
