import HindcastEngine

/// `hindcast serve`
enum Serve {
    static let command = Command(
        path: ["serve"], summary: "Record and answer until stopped.",
        details: """
            Opens OTLP over gRPC and HTTP and the native API on loopback. To be reached from other machines, the server
            needs --auth keys, and should have TLS.
            """,
        options: [
            .data,
            .init(name: "host", value: "H", help: "Address to listen on.", defaultText: "127.0.0.1"),
            .init(name: "http-port", value: "N", help: "Port for HTTP.", defaultText: "8000"),
            .init(name: "grpc-port", value: "N", help: "Port for gRPC.", defaultText: "4317"),
            .init(
                name: "aliases", value: "on|off", help: "Also listen where other products' clients look.",
                defaultText: "on", choices: ["on", "off"]),
            .init(
                name: "auth", value: "MODE", help: "Who is let in: anyone here, or holders of a key.",
                defaultText: "open", choices: AccessMode.allCases.map(\.rawValue)),
            .init(name: "tls-cert", value: "F", help: "PEM file with the certificate chain."),
            .init(name: "tls-key", value: "F", help: "PEM file with the private key."),
            .init(
                name: "rate-limit", value: "N", help: "Requests per second and key; 0 for no limit.",
                defaultText: "2000"),
            .init(
                name: "bootstrap-token", value: "TEXT",
                help: "Lets its holder make projects with a first key; better as a variable."),
        ] + modelOptions, run: run)

    private static let ports = 0...65535
    /// A guess must be hopeless however long somebody tries.
    private static let bootstrapTokenBytesMin = 16

    private static func run(_ call: Invocation) async throws(CommandFailure) {
        var options = ServeOptions(folder: try call.folder())
        options.host = call["host"] ?? options.host
        options.httpPort = try call.number("http-port", default: options.httpPort, in: ports)
        options.grpcPort = try call.number("grpc-port", default: options.grpcPort, in: ports)
        options.hasAliases = call["aliases"] != "off"
        options.auth = call.choice("auth", default: .open)
        options.tlsCertificatePath = call["tls-cert"]
        options.tlsKeyPath = call["tls-key"]
        let rate = try call.number("rate-limit", default: options.requestsPerSecond ?? 0, in: 0...10_000_000)
        options.requestsPerSecond = rate == 0 ? nil : rate
        options.bootstrapToken = call["bootstrap-token"]
        if let token = options.bootstrapToken, token.utf8.count < bootstrapTokenBytesMin {
            throw .usage("--bootstrap-token needs at least \(bootstrapTokenBytesMin) characters.")
        }
        if (options.tlsCertificatePath == nil) != (options.tlsKeyPath == nil) {
            throw .usage("--tls-cert and --tls-key go together.")
        }
        if options.auth == .open, !options.isLoopback {
            throw .usage("--host \(options.host) can be reached from other machines and needs --auth keys.")
        }
        try readModels(call, into: &options)
        switch await call.environment.serve(options) {
        case 0: return
        // The server has said why.
        case 3: throw .folder("The data folder \(options.folder) cannot be used.")
        default: throw .failed("The server ended with an error.")
        }
    }
}
