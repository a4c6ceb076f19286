import HindcastEngine
public import HindcastHTTP
import HindcastStore

/// Invariant's API as a table: method, path, who may, and what answers.
public struct InvariantRoutes: Sendable {
    static let root = "/api/v1"
    static let product = "invariant"

    /// All rows.
    public static func routes(_ services: InvariantServices) -> [Route] {
        traces(services) + datasets(services) + datasetTraces(services) + owners(services) + outside(services)
    }

    private static func traces(_ services: InvariantServices) -> [Route] {
        let traces = InvariantTraces(services)
        let annotations = InvariantAnnotations(services)
        return [
            row(services, .post, "/push/trace", .ingest, traces.push),
            row(services, .post, "/trace/{id}/messages", .ingest, traces.append),
            row(services, .get, "/trace/snippets", .read, traces.snippets),
            row(services, .post, "/trace/snippets/new", .ingest, traces.pushSnippet),
            row(services, .get, "/trace/{id}", .anyone, traces.get),
            row(services, .delete, "/trace/{id}", .write, traces.delete),
            row(services, .get, "/trace/{id}/download", .anyone, traces.download),
            row(services, .get, "/trace/image/{id}/{digest}", .anyone, traces.image),
            row(services, .get, "/trace/{id}/shared", .read, traces.isShared),
            row(services, .put, "/trace/{id}/shared", .write, traces.share),
            row(services, .delete, "/trace/{id}/shared", .write, traces.unshare),
            row(services, .get, "/trace/{id}/annotations", .read, annotations.list),
            row(services, .post, "/trace/{id}/annotate", .write, annotations.add),
            row(services, .post, "/trace/{id}/annotations/update", .write, annotations.replace),
            row(services, .put, "/trace/{id}/annotation/{aid}", .write, annotations.change),
            row(services, .delete, "/trace/{id}/annotation/{aid}", .write, annotations.delete),
        ]
    }

    private static func datasets(_ services: InvariantServices) -> [Route] {
        let datasets = InvariantDatasets(services)
        let metadata = InvariantMetadata(services)
        return [
            row(services, .get, "/dataset/metadata/{name}", .read, metadata.get),
            row(services, .put, "/dataset/metadata/{name}", .write, metadata.update),
            row(services, .get, "/benchmark/{name}/leaderboard", .anyone, metadata.leaderboard),
            row(services, .get, "/dataset/list", .anyone, datasets.list),
            row(services, .get, "/dataset/list/byuser/{user}", .anyone, datasets.listByUser),
            row(services, .post, "/dataset/create", .write, datasets.create),
            row(services, .post, "/dataset/upload", .ingest, InvariantDatasetFiles(services).upload),
            row(services, .delete, "/dataset/query/{id}", .write, InvariantSearches(services).deleteQuery),
        ]
    }

    /// What is told of a dataset by its id is told by its owner's name and its own too.
    private static func datasetTraces(_ services: InvariantServices) -> [Route] {
        let datasets = InvariantDatasets(services)
        let traces = InvariantDatasetTraces(services)
        let files = InvariantDatasetFiles(services)
        let searches = InvariantSearches(services)
        return ["/dataset/byid/{id}", "/dataset/byuser/{user}/{name}"].flatMap { path in
            [
                row(services, .get, path, .anyone, datasets.get),
                row(services, .put, path, .write, datasets.publish),
                row(services, .delete, path, .write, datasets.delete),
                row(services, .get, path + "/traces", .anyone, traces.traces),
                row(services, .get, path + "/indices", .anyone, traces.indices),
                row(services, .get, path + "/full", .anyone, traces.full),
                row(services, .get, path + "/s", .anyone, searches.search),
                row(services, .put, path + "/s", .write, searches.saveQuery),
                row(services, .get, path + "/download", .anyone, files.download),
                row(services, .get, path + "/download/annotated", .anyone, files.downloadAnnotated),
            ]
        }
    }

    private static func owners(_ services: InvariantServices) -> [Route] {
        let policies = InvariantPolicies(services)
        let keys = InvariantKeys(services)
        return [
            row(services, .post, "/dataset/{id}/policy", .write, policies.create),
            row(services, .put, "/dataset/{id}/policy/{pid}", .write, policies.update),
            row(services, .delete, "/dataset/{id}/policy/{pid}", .write, policies.delete),
            row(services, .get, "/dataset/byuser/{user}/{name}/policy", .read, policies.list),
            row(services, .post, "/keys/create", .admin, keys.create),
            row(services, .get, "/keys/list", .admin, keys.list),
            row(services, .delete, "/keys/{id}", .admin, keys.delete),
            row(services, .get, "/user/info", .read, keys.user),
        ]
    }

    /// Features that call services outside of the house.
    private static func outside(_ services: InvariantServices) -> [Route] {
        func refused(_ method: HTTPMethod, _ path: String, _ feature: String) -> Route {
            row(services, method, path, .write) { _ in throw InvariantError.unsupported(feature) }
        }
        let analysis = "Analysis by an outside model"
        return [
            refused(.post, "/dataset/byid/{id}/policy-check/stream", "Checking policies"),
            refused(.post, "/dataset/byid/{id}/analysis", analysis),
            refused(.delete, "/dataset/byid/{id}/analysis", analysis),
            refused(.get, "/dataset/byid/{id}/jobs", analysis),
            refused(.post, "/trace/{id}/analysis", analysis),
            refused(.post, "/gateway/{dataset}/openai/*", "The gateway to model providers"),
            refused(.post, "/gateway/{dataset}/anthropic/*", "The gateway to model providers"),
            refused(.post, "/gateway/{dataset}/gemini/*", "The gateway to model providers"),
        ]
    }

    private enum Need: String { case anyone, ingest, read, write, admin }

    private static func row(
        _ services: InvariantServices, _ method: HTTPMethod, _ path: String, _ need: Need,
        _ answer: @escaping @Sendable (InvariantRequest) async throws -> HTTPResponse
    ) -> Route {
        Route(
            product: product, method: method, pattern: root + path,
            scope: need == .anyone ? nil : need.rawValue, bodyBytesMax: InvariantLimits.bodyBytesMax,
            errorForm: { error, _ in InvariantError(error).response.withInvariantHeaders }
        ) { request in
            do {
                let grant = need == .anyone ? try await services.visitor(request) : request.grant
                return try await answer(InvariantRequest(http: request, grant: grant)).withInvariantHeaders
            } catch let error as StoreError {
                return InvariantError(error).response.withInvariantHeaders
            } catch let error as ConversationError {
                return InvariantError(error).response.withInvariantHeaders
            } catch let error as InvariantError {
                return error.response.withInvariantHeaders
            }
        }
    }
}

extension HTTPResponse {
    /// Answers are data, never pages.
    fileprivate var withInvariantHeaders: HTTPResponse {
        var response = self
        response.headers["X-Content-Type-Options"] = "nosniff"
        if response.headers["Content-Security-Policy"] == nil {
            response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
        }
        if response.headers["Cache-Control"] == nil { response.headers["Cache-Control"] = "no-store" }
        return response
    }
}
