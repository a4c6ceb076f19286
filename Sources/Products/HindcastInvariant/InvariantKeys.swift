import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore

/// Keys of the caller's project.
struct InvariantKeys {
    private let services: InvariantServices

    init(_ services: InvariantServices) { self.services = services }

    /// Invariant's keys may do everything but administer.
    func create(_ request: InvariantRequest) async throws -> HTTPResponse {
        let grant = try request.member()
        let user = try await services.userName(of: grant.project)
        let label = try request.object()["name"]?.stringValue ?? "Invariant"
        let made = try await services.administration.createKey(
            project: user, scopes: [.write], label: label, actor: grant.actor)
        return .invariant(["id": .string(Self.id(made.record)), "key": .string(made.key.text)])
    }

    /// Newest first. Only the beginning of a key is known, never its end.
    func list(_ request: InvariantRequest) async throws -> HTTPResponse {
        let grant = try request.member()
        let user = try await services.userName(of: grant.project)
        let keys = try await services.administration.keys(project: grant.project)
        return .invariant([
            "userid": InvariantForm.userID(user),
            "keys": .array(
                keys.reversed().map { key in
                    [
                        "id": .string(Self.id(key)), "time_created": .string(key.created.pythonText),
                        "expired": .bool(key.revoked != nil), "hashed_key": .string(key.hint),
                        "name": .string(key.label),
                    ]
                }),
        ])
    }

    func delete(_ request: InvariantRequest) async throws -> HTTPResponse {
        let grant = try request.member()
        let id = request.parameter("id")
        let keys = try await services.administration.keys(project: grant.project)
        guard let key = keys.first(where: { Self.id($0) == id }),
            try await services.administration.revokeKey(key.id, actor: grant.actor)
        else { throw InvariantError(.notFound, "Key not found") }
        return .invariant(["success": true])
    }

    /// A key's number.
    private static func id(_ key: KeyRecord) -> String { String(key.id) }

    func user(_ request: InvariantRequest) async throws -> HTTPResponse {
        let name = try await services.userName(of: try request.member().project)
        var form = InvariantForm.user(name).objectValue ?? JSONObject()
        form["signedUp"] = true
        form["name"] = .string(name)
        return .invariant(.object(form))
    }
}
