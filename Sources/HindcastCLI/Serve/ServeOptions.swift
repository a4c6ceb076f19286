public import HindcastEngine

/// What `hindcast serve` was told.
public struct ServeOptions: Sendable, Equatable {
    public var folder: String
    public var host: String
    public var httpPort: Int
    public var grpcPort: Int
    /// Whether the ports that other products' clients use by default are opened too.
    public var hasAliases: Bool
    public var auth: AccessMode
    public var tlsCertificatePath: String?
    public var tlsKeyPath: String?
    /// Requests per second and key; nil for no limit.
    public var requestsPerSecond: Int?
    /// What Reflect's clients send to make a project with its first key; nil lets nobody.
    public var bootstrapToken: String?
    /// Where the vectors of tasks come from.
    public var embeddings: EmbeddingChoice
    /// The service that writes lessons; nil leaves them to the template.
    public var judge: ModelEndpoint?
    public var judgeCallsPerDay: Int

    public init(folder: String) {
        self.folder = folder
        host = "127.0.0.1"
        httpPort = 8000
        grpcPort = 4317
        hasAliases = true
        auth = .open
        tlsCertificatePath = nil
        tlsKeyPath = nil
        requestsPerSecond = 2000
        bootstrapToken = nil
        embeddings = .local
        judge = nil
        judgeCallsPerDay = 1000
    }

    /// Whether only programs on this machine can reach the server. A name that merely begins like a loopback address
    /// (`127.example.com`) may resolve to anything.
    public var isLoopback: Bool {
        host == "localhost" || host == "::1"
            || (host.hasPrefix("127.") && host.utf8.allSatisfy { (48...57).contains($0) || $0 == 46 })
    }
}
