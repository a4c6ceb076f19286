import HindcastBytes
import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore

/// Projects: made with their first key, and deleted whole.
struct ReflectProjects: Sendable {
    private let services: ReflectServices
    private var administration: Administration { services.administration }

    init(_ services: ReflectServices) { self.services = services }

    /// Makes a project and a key that administers it, for whoever holds the operator's token.
    func bootstrap(_ request: HTTPRequest) async throws -> HTTPResponse {
        guard let expected = services.bootstrapDigest else {
            throw ReflectError(
                .forbidden, "Bootstrapping is off; start the server with HINDCAST_BOOTSTRAP_TOKEN set.")
        }
        let presented = ReflectServices.digest(request.headers["X-Bootstrap-Token"] ?? "")
        guard constantTimeEqual(presented.bytes, expected.bytes) else {
            throw ReflectError(.unauthorized, "X-Bootstrap-Token is missing or wrong.")
        }
        let body = ReflectBody(try ReflectRequest.object(request))
        let user = try body.someText("user_id", bytesMax: ReflectLimits.nameBytesMax)
        let project = try body.someText("project_id", bytesMax: ReflectLimits.nameBytesMax)
        guard Project.isValid(name: project) else {
            throw body.failure("project_id", "must have 1 to 100 bytes and no control characters")
        }
        let label = try body.text("key_label", bytesMax: ReflectLimits.nameBytesMax) ?? "Default Admin Key"
        let environment = try body.choice("environment", of: KeyEnvironment.self) ?? .live
        let made = try await administration.createKey(
            project: project, scopes: [.admin], label: label,
            extras: KeyForm.extras(environment: environment, scopes: ["admin"], user: user),
            actor: "bootstrap token")
        return .reflect(.created) { writer in
            writer.object { writer in
                writer.field("user_id", user)
                writer.field("project_id", project)
                writer.field("api_key", made.key.text)
            }
        }
    }

    /// With its runs, memories, records and keys, that of the caller included.
    func delete(_ request: ReflectRequest) async throws -> HTTPResponse {
        let name = request.project.name
        guard try await administration.deleteProject(named: name, actor: request.grant.actor) else {
            throw ReflectError.unknown("Project", name)
        }
        return .reflect { writer in
            writer.object { writer in
                writer.field("project_id", name)
                writer.field("deleted", true)
            }
        }
    }
}
