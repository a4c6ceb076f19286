import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore

/// Memories: asked for, listed, and what became of their values; and the guide made of all of them.
struct ReflectMemories: Sendable {
    private let learning: Learning

    init(_ services: ReflectServices) { learning = services.learning }

    /// Best first.
    func query(_ request: ReflectRequest) async throws -> HTTPResponse {
        let payload = try QueryPayload(try request.object())
        let memories = try await learning.query(payload.request, project: request.project.id)
        return .reflect(list: memories) { $1.writeReflect(to: &$0) }
    }

    /// Newest first.
    func list(_ request: ReflectRequest) async throws -> HTTPResponse {
        let query = MemoryQuery(
            text: request.text("q"), includesRetired: try request.flag("retired"), limit: try request.limit(),
            cursor: request.text("before"))
        let page = try await learning.list(query, project: request.project.id)
        return .reflect(list: page, of: request) { $1.writeReflect(to: &$0) }
    }

    func get(_ request: ReflectRequest) async throws -> HTTPResponse {
        let memory = try await memory(request)
        return .reflect { memory.writeReflect(to: &$0) }
    }

    private func memory(_ request: ReflectRequest) async throws -> Memory {
        guard let memory = try await learning.memory(try request.memoryID(), project: request.project.id)
        else { throw unknown(request) }
        return memory
    }

    /// With its history. A run that names it later moves nothing.
    func delete(_ request: ReflectRequest) async throws -> HTTPResponse {
        let id = try request.memoryID()
        guard try await learning.delete(id, project: request.project.id, actor: request.grant.actor) else {
            throw unknown(request)
        }
        return .reflect { writer in
            writer.object { writer in
                writer.field("id", id.description)
                writer.field("deleted", true)
            }
        }
    }

    /// Every change of the value, oldest first.
    func history(_ request: ReflectRequest) async throws -> HTTPResponse {
        let memory = try await memory(request)
        var after: Int64?
        if let text = request.text("after") {
            guard let number = Int64(text) else {
                throw ReflectError.invalid("after must be the id of an entry.")
            }
            after = number
        }
        let changes = try await learning.history(
            of: memory.id, after: after, limit: try request.limit(), project: request.project.id)
        return .reflect(list: changes) { $1.writeReflect(to: &$0) }
    }

    /// `{"q_value"?}`: the value of a new memory unless it says another. No body at all says nothing.
    func reset(_ request: ReflectRequest) async throws -> HTTPResponse {
        let body = ReflectBody(request.http.body.isEmpty ? JSONObject() : try request.object())
        let q = try body.number("q_value", in: 0...1)
        let id = try request.memoryID()
        let change = try await learning.reset(
            id, to: q, project: request.project.id, author: request.grant.author, actor: request.grant.actor)
        guard change != nil else { throw unknown(request) }
        return try await get(request)
    }

    private func unknown(_ request: ReflectRequest) -> ReflectError {
        .unknown("Memory", request.parameter("id"))
    }

    func skill(_ request: ReflectRequest) async throws -> HTTPResponse {
        guard let skill = try await learning.skill(request.project.id) else {
            throw ReflectError(
                .notFound, "This project has no skill yet: it takes five memories of reviewed runs.")
        }
        return .reflect(reserving: skill.content.utf8.count) { writer in
            writer.object { writer in
                writer.field("content", skill.content)
                writer.field("version", skill.version)
                writer.field("updated_at", skill.updated)
            }
        }
    }
}
