/// Revisions of the Model Context Protocol that are spoken here.
enum MCPVersion: String, CaseIterable {
    case first = "2024-11-05"
    case march2025 = "2025-03-26"
    case june2025 = "2025-06-18"
    case november2025 = "2025-11-25"
    case july2026 = "2026-07-28"

    /// Agreed on by a handshake (`initialize`). From 2026 on every request tells its version itself.
    static let handshakes: [MCPVersion] = [.first, .march2025, .june2025, .november2025]
    /// Offered to a client that asks for a revision nobody knows.
    static let newestHandshake = MCPVersion.november2025
    /// Told with each request, in `params._meta` and in a header.
    static let metaKey = "io.modelcontextprotocol/protocolVersion"
    static let header = "MCP-Protocol-Version"
}
