import HindcastCLI
import HindcastEngine
import HindcastHTTP
import HindcastNet

/// Every port the server listens on: its own two, and the ones other products' clients look for by default.
struct Doors {
    let url: String
    let greeting: String
    private let httpServers: [HTTPServer]
    private let grpcServer: GRPCServer

    /// OpenTelemetry's collector, Laminar's and Letta's habits.
    private static let httpAliases: [UInt16] = [4318, 5667, 8283]
    private static let grpcAliases: [UInt16] = [8001, 8443]
    /// How long running requests may take to finish once the server is asked to stop.
    private static let drainSeconds = 10.0

    /// - Throws: `NetError` when one of the two main ports cannot be opened; an alias that is taken is only named.
    static func open(_ options: ServeOptions, router: Router, methods: [RPCMethod]) async throws -> Doors {
        let tls: TLSFiles? =
            if let certificate = options.tlsCertificatePath, let key = options.tlsKeyPath {
                TLSFiles(certificatePath: certificate, keyPath: key)
            } else {
                nil
            }
        // The main HTTP port comes last: who finds `/health` ready finds every door open.
        var grpc = GRPCServerConfiguration(host: options.host, port: UInt16(options.grpcPort))
        grpc.tls = tls
        grpc.aliasPorts = options.hasAliases ? grpcAliases : []
        let rpc = try GRPCServer.start(configuration: grpc, methods: methods)
        var http = HTTPServerConfiguration(host: options.host, port: UInt16(options.httpPort))
        http.tls = tls
        var aliases: [HTTPServer] = []
        var busy = rpc.unavailablePorts
        for port in options.hasAliases ? httpAliases : [] {
            var alias = http
            alias.port = port
            do {
                aliases.append(try HTTPServer.start(configuration: alias, responder: router))
            } catch {
                busy.append(port)
            }
        }
        do {
            let main = try HTTPServer.start(configuration: http, responder: router)
            return Doors(options, http: [main] + aliases, grpc: rpc, busy: busy)
        } catch {
            for alias in aliases { await alias.stop(drainSeconds: 0) }
            await rpc.stop(drainSeconds: 0)
            throw error
        }
    }

    private init(_ options: ServeOptions, http: [HTTPServer], grpc: GRPCServer, busy: [UInt16]) {
        httpServers = http
        grpcServer = grpc
        let scheme = options.tlsCertificatePath == nil ? "http" : "https"
        let host = options.host.contains(":") ? "[\(options.host)]" : options.host
        url = "\(scheme)://\(host):\(http[0].port)"
        var lines = [
            "Hindcast \(hindcastVersion) records into \(options.folder)",
            "  Native API and OTLP over HTTP   \(url)",
            "  OTLP over gRPC                  \(host):\(grpc.port)",
        ]
        let aliases = http.dropFirst().map(\.port) + (options.hasAliases ? Self.grpcAliases : [])
        let open = aliases.filter { !busy.contains($0) }.map(String.init)
        if !open.isEmpty { lines.append("  Also listening on               \(open.joined(separator: ", "))") }
        if !busy.isEmpty {
            let ports = busy.map(String.init).joined(separator: ", ")
            lines.append("  Taken by other programs         \(ports)")
        }
        lines.append("  Access                          \(options.auth.words)")
        greeting = lines.joined(separator: "\n") + "\n"
    }

    /// Takes nothing new, lets what runs finish.
    func close() async {
        await withTaskGroup(of: Void.self) { group in
            for server in httpServers { group.addTask { await server.stop(drainSeconds: Self.drainSeconds) } }
            group.addTask { await grpcServer.stop(drainSeconds: Self.drainSeconds) }
        }
    }
}

extension AccessMode {
    fileprivate var words: String {
        switch self {
        case .open: "open to programs on this machine"
        case .keys: "with keys (hindcast key create)"
        }
    }
}
