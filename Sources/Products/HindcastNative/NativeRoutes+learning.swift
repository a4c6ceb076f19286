import HindcastHTTP

/// The rows of the learning loop. `?project=` names another project than the default one, for whoever sits at the
/// machine.
extension NativeRoutes {
    static func learning(_ services: NativeServices) -> [Route] {
        let memories = NativeMemories(services)
        let reviews = NativeReviews(services)
        let learning = NativeLearning(services)
        let projects = NativeProjects(services)
        func row(
            _ method: HTTPMethod, _ path: String, _ scope: Need,
            bodyBytesMax: Int = NativeLimits.bodyBytesMax,
            _ answer: @escaping @Sendable (NativeRequest) async throws -> HTTPResponse
        ) -> Route {
            Self.row(method, path, scope, bodyBytesMax: bodyBytesMax) { request in
                try await answer(try await projects.named(by: request))
            }
        }
        return [
            row(.get, "/memories", .read, memories.list),
            row(.post, "/memories", .write, memories.add),
            row(.post, "/memories/query", .read, memories.query),
            row(.get, "/memories/export", .read, memories.export),
            row(
                .post, "/memories/import", .admin, bodyBytesMax: NativeLimits.importBytesMax,
                memories.importLines),
            row(.get, "/memories/{mid}", .read, memories.get),
            row(.patch, "/memories/{mid}", .write, memories.change),
            row(.delete, "/memories/{mid}", .admin, memories.delete),
            row(.post, "/memories/{mid}/retire", .write, memories.retire),
            row(.post, "/memories/{mid}/restore", .write, memories.restore),
            row(.post, "/memories/{mid}/reset", .write, memories.reset),
            row(.post, "/memories/{mid}/merge", .write, memories.merge),
            row(.get, "/memories/{mid}/history", .read, memories.history),
            row(.post, "/memories/{mid}/history/{change}/undo", .write, memories.undo),
            row(.get, "/traces/{id}/review", .read, reviews.get),
            row(.post, "/traces/{id}/review", .write, reviews.add),
            row(.put, "/traces/{id}/review", .write, reviews.correct),
            row(.get, "/learning", .read, learning.settings),
            row(.patch, "/learning", .write, learning.change),
            row(.get, "/skill", .read, learning.skill),
        ]
    }
}
