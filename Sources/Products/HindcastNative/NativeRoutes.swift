import HindcastEngine
public import HindcastHTTP
import HindcastStore

/// The native API as a table: method, path, the scope a key needs, and what answers.
public struct NativeRoutes: Sendable {
    static let root = "/api/hindcast/v1"
    static let product = "hindcast"

    /// All rows.
    /// - Parameter listed: every other mounted route, for `GET /routes`.
    public static func routes(_ services: NativeServices, listed: [Route] = []) -> [Route] {
        let traces = NativeTraces(services)
        let annotations = NativeAnnotations(services)
        let overview = NativeOverview(services)
        let projects = NativeProjects(services)
        let own = [
            row(.get, "/traces", .read, traces.list),
            row(.delete, "/traces", .admin, traces.deleteMany),
            row(.get, "/traces/{id}", .read, traces.outline),
            row(.patch, "/traces/{id}", .write, traces.patch),
            row(.delete, "/traces/{id}", .admin, traces.delete),
            row(.get, "/traces/{id}/spans/{sid}", .read, traces.span),
            row(.get, "/traces/{id}/transcript", .read, traces.transcript),
            row(.get, "/traces/{id}/logs", .read, traces.logs),
            row(.post, "/traces/{id}/tags", .write, traces.tags),
            row(.get, "/traces/{id}/scores", .read, traces.scores),
            row(.get, "/traces/{id}/messages", .read, annotations.messages),
            row(.get, "/traces/{id}/annotations", .read, annotations.list),
            row(.post, "/traces/{id}/annotations", .write, annotations.add),
            row(.patch, "/traces/{id}/annotations/{aid}", .write, annotations.change),
            row(.delete, "/traces/{id}/annotations/{aid}", .write, annotations.delete),
            row(.get, "/search", .read, overview.search),
            row(.get, "/live", .read, overview.live),
            row(.get, "/stats", .read, overview.stats),
            row(.get, "/rollup", .read, overview.rollup),
            row(.post, "/demo", .write, projects.writeDemo),
            row(.get, "/projects", .admin, projects.list),
            row(.post, "/projects", .admin, projects.create),
            row(.delete, "/projects/{name}", .admin, projects.delete),
            row(.get, "/keys", .admin, projects.keys),
            row(.post, "/keys", .admin, projects.createKey),
            row(.delete, "/keys/{number}", .admin, projects.revokeKey),
            row(.get, "/audit", .admin, projects.audit),
            row(.post, "/gc", .admin, projects.collectGarbage),
            open("/health") { _ in overview.health() },
            open("/") { _ in overview.doors() },
        ]
        let rows = own + learning(services)
        let table = rows + listed
        let listing = row(.get, "/routes", .read) { _ in overview.routes(table) }
        return rows + [listing]
    }

    enum Need: String { case read, write, admin }

    static func row(
        _ method: HTTPMethod, _ path: String, _ scope: Need, bodyBytesMax: Int = NativeLimits.bodyBytesMax,
        _ answer: @escaping @Sendable (NativeRequest) async throws -> HTTPResponse
    ) -> Route {
        Route(
            product: product, method: method, pattern: root + path, scope: scope.rawValue,
            bodyBytesMax: bodyBytesMax,
            errorForm: { error, _ in error.response.withNativeHeaders }
        ) { request in
            do {
                return try await answer(try NativeRequest(request)).withNativeHeaders
            } catch let error as StoreError {
                return NativeError(error).response.withNativeHeaders
            } catch let error as LearningError {
                return NativeError(error).response.withNativeHeaders
            } catch let error as any HTTPResponseError {
                return error.response.withNativeHeaders
            }
        }
    }

    private static func open(_ path: String, _ answer: @escaping @Sendable (HTTPRequest) -> HTTPResponse)
        -> Route
    {
        Route(product: product, method: .get, pattern: path, scope: nil) { answer($0).withNativeHeaders }
    }
}

extension HTTPResponse {
    /// Answers are data, never pages, and never another's to keep.
    var withNativeHeaders: HTTPResponse {
        var response = self
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
        if response.headers["Cache-Control"] == nil { response.headers["Cache-Control"] = "no-store" }
        return response
    }
}
