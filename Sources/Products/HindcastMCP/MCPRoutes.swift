import HindcastEngine
public import HindcastHTTP
import HindcastJSON

/// The MCP endpoint as a table.
public struct MCPRoutes: Sendable {
    /// Both rows. A key needs scope read to be let in; a tool may need more.
    public static func routes(_ services: MCPServices) -> [Route] {
        let endpoint = MCPEndpoint(services)
        return [
            row(.post, endpoint.post), row(.get) { endpoint.refuse($0) },
            row(.delete) { endpoint.refuse($0) },
        ]
    }

    private static func row(
        _ method: HTTPMethod, _ answer: @escaping @Sendable (HTTPRequest) async throws -> HTTPResponse
    ) -> Route {
        Route(
            product: "mcp", method: method, pattern: "/mcp", scope: "read",
            bodyBytesMax: MCPLimits.bodyBytesMax,
            errorForm: { error, _ in
                MCPError(.invalidRequest, error.message).response(to: .null, status: error.status)
                    .withMCPHeaders
            }
        ) { try await answer($0).withMCPHeaders }
    }
}

extension HTTPResponse {
    /// Answers are data, never pages, and never another's to keep.
    fileprivate var withMCPHeaders: HTTPResponse {
        var response = self
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = "no-store"
        return response
    }
}
