import HindcastEngine
public import HindcastHTTP
import HindcastStore

/// Reflect's API as a table: method, path, the scope a key needs, and what answers.
public struct ReflectRoutes: Sendable {
    static let product = TracePayload.product

    /// All rows.
    public static func routes(_ services: ReflectServices) -> [Route] {
        let traces = ReflectTraces(services)
        let memories = ReflectMemories(services)
        let keys = ReflectKeys(services)
        let projects = ReflectProjects(services)
        func row(
            _ method: HTTPMethod, _ path: String, _ need: Need, makesProject: Bool = true,
            _ answer: @escaping @Sendable (ReflectRequest) async throws -> HTTPResponse
        ) -> Route {
            route(method, "/v1/projects/{project}" + path, need) { request in
                try await answer(
                    try await ReflectRequest(request, services, makesProject: makesProject))
            }
        }
        return [
            route(.post, "/v1/bootstrap", nil, projects.bootstrap),
            row(.post, "/memory/query", .read, memories.query),
            row(.post, "/traces", .ingest, traces.create),
            row(.get, "/traces", .read, traces.list),
            row(.post, "/traces/delete", .write, traces.delete),
            row(.get, "/traces/{id}", .read, traces.get),
            row(.post, "/traces/{id}/review", .write, traces.review),
            row(.get, "/memories", .read, memories.list),
            row(.get, "/memories/{id}", .read, memories.get),
            row(.delete, "/memories/{id}", .write, memories.delete),
            row(.get, "/memories/{id}/history", .read, memories.history),
            row(.post, "/memories/{id}/reset-q", .write, memories.reset),
            row(.get, "/skill", .read, memories.skill),
            row(.get, "/api-keys", .admin, keys.list),
            row(.post, "/api-keys", .admin, keys.create),
            row(.post, "/api-keys/{id}/revoke", .admin, keys.revoke),
            row(.delete, "", .admin, makesProject: false, projects.delete),
        ]
    }

    private enum Need: String { case ingest, read, write, admin }

    /// What every route of the dialect has in common.
    /// - Parameter need: nil for a route that looks for its own proof.
    private static func route(
        _ method: HTTPMethod, _ pattern: String, _ need: Need?,
        _ answer: @escaping @Sendable (HTTPRequest) async throws -> HTTPResponse
    ) -> Route {
        Route(
            product: product, method: method, pattern: pattern, scope: need?.rawValue,
            bodyBytesMax: ReflectLimits.bodyBytesMax,
            errorForm: { error, _ in ReflectError(error).response.withReflectHeaders }
        ) { request in
            do {
                return try await answer(request).withReflectHeaders
            } catch let error as StoreError {
                return ReflectError(error).response.withReflectHeaders
            } catch let error as LearningError {
                return ReflectError(error).response.withReflectHeaders
            } catch let error as ReflectError {
                return error.response.withReflectHeaders
            }
        }
    }
}
