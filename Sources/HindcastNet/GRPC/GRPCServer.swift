public import HindcastHTTP

/// A gRPC server for unary methods, on one address and any number of further ports.
///
/// Call `stop` before dropping it: until then its threads run and it keeps itself alive.
public final class GRPCServer: Sendable {
    /// The port listened on.
    public let port: UInt16
    /// The alias ports that were taken by others.
    public let unavailablePorts: [UInt16]
    private let core: GRPCServerCore

    private init(port: UInt16, unavailablePorts: [UInt16], core: GRPCServerCore) {
        self.port = port
        self.unavailablePorts = unavailablePorts
        self.core = core
    }

    /// Listens and serves until `stop`. Methods nobody claims answer `unimplemented`.
    ///
    /// - Throws: `NetError` when the main port is taken, two rows claim one method, or a certificate cannot be
    ///   used.
    public static func start(
        configuration: GRPCServerConfiguration, methods: [RPCMethod]
    ) throws -> GRPCServer {
        var known: Set<String> = []
        for method in methods where !known.insert(method.path).inserted {
            throw NetError.duplicateMethod(path: method.path)
        }
        let tls = try configuration.tls?.read()
        let core = GRPCServerCore(configuration: configuration)
        for method in methods { core.register(method) }
        let ports = try core.listen(tls: tls)
        guard core.run() else {
            throw NetError.cannotStart(host: configuration.host, port: ports.main, hint: "out of threads")
        }
        return GRPCServer(port: ports.main, unavailablePorts: ports.unavailable, core: core)
    }

    /// Stops: takes no new calls, lets running ones finish for `drainSeconds`, then cancels the rest. Call once.
    public func stop(drainSeconds: Double = 10) async {
        await core.stop(drainSeconds: drainSeconds)
    }
}
