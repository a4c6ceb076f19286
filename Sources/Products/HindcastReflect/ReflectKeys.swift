import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore

/// Keys of the project in the path.
struct ReflectKeys: Sendable {
    private let administration: Administration

    init(_ services: ReflectServices) { administration = services.administration }

    /// Oldest first, revoked ones included.
    func list(_ request: ReflectRequest) async throws -> HTTPResponse {
        let keys = try await administration.keys(project: request.project.id)
        return .reflect(list: keys) { $1.writeReflect(to: &$0) }
    }

    /// The key is in the answer and nowhere else afterwards.
    func create(_ request: ReflectRequest) async throws -> HTTPResponse {
        let payload = try KeyPayload(try request.object())
        let made = try await administration.createKey(
            project: request.project.name, scopes: payload.scopes, label: payload.label,
            extras: payload.extras, actor: request.grant.actor)
        return .reflect(.created) { writer in
            writer.object { writer in
                writer.field("api_key", made.key.text)
                writer.key("key")
                made.record.writeReflect(to: &writer)
            }
        }
    }

    /// A key that is revoked already stays so.
    func revoke(_ request: ReflectRequest) async throws -> HTTPResponse {
        let id = request.parameter("id")
        func find() async throws(StoreError) -> KeyRecord? {
            try await administration.keys(project: request.project.id).first { KeyForm.id($0) == id }
        }
        guard let key = try await find() else { throw ReflectError.unknown("Key", id) }
        _ = try await administration.revokeKey(key.id, actor: request.grant.actor)
        guard let revoked = try await find() else { throw ReflectError.unknown("Key", id) }
        return .reflect { revoked.writeReflect(to: &$0) }
    }
}
