import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore

/// Projects, keys, and other acts of administration.
///
/// An administrator's key belongs to one project and sees that one only. In open mode the caller is whoever sits at the
/// machine and sees all.
struct NativeProjects: Sendable {
    let services: NativeServices
    var administration: Administration { services.administration }

    init(_ services: NativeServices) { self.services = services }

    func list(_ request: NativeRequest) async throws -> HTTPResponse {
        let projects = try await visible(request)
        return .json(reserving: 128 * projects.count) { writer in
            writer.object { $0.array("items", projects) { $1.write(to: &$0) } }
        }
    }

    /// `{"name"}`. In keys mode a key cannot reach beyond its own project; use the command line.
    func create(_ request: NativeRequest) async throws -> HTTPResponse {
        try mustBeOpen(request, "create projects")
        let project = try await administration.createProject(
            named: try text(try request.object(), "name"), actor: request.grant.actor)
        return .json(reserving: 128, status: .created) { project.write(to: &$0) }
    }

    func delete(_ request: NativeRequest) async throws -> HTTPResponse {
        let name = request.http.parameters["name"] ?? ""
        guard try await visible(request).contains(where: { $0.name == name }),
            try await administration.deleteProject(named: name, actor: request.grant.actor)
        else { throw NativeError.unknown("project", name) }
        return .empty(.noContent)
    }

    func keys(_ request: NativeRequest) async throws -> HTTPResponse {
        let names = Dictionary(try await visible(request).map { ($0.id, $0.name) }) { first, _ in first }
        let keys = try await administration.keys(project: nil).filter { names[$0.project] != nil }
        return .json(reserving: 256 * keys.count) { writer in
            writer.object { writer in
                writer.array("items", keys) { $1.write(to: &$0, project: names[$1.project] ?? "") }
            }
        }
    }

    /// `{"project"?, "scope"?, "label"?}`; the key is in the answer and nowhere else afterwards.
    func createKey(_ request: NativeRequest) async throws -> HTTPResponse {
        let body = try request.object()
        let visible = try await visible(request)
        let own = visible.first { $0.id == request.project }?.name ?? Project.defaultName
        let name = body["project"] == nil ? own : try text(body, "project")
        if request.grant.isBound, name != own { throw NativeError.unknown("project", name) }
        var scopes: Set<Scope> = [.ingest]
        if body["scope"] != nil {
            guard let found = Set<Scope>(listed: try text(body, "scope")) else {
                throw NativeError.badRequest(
                    "`scope` is one of ingest, read, write, admin, or several with commas between.")
            }
            scopes = found
        }
        let label = body["label"] == nil ? "" : try text(body, "label")
        let made = try await administration.createKey(
            project: name, scopes: scopes, label: label, actor: request.grant.actor)
        return .json(reserving: 256, status: .created) { writer in
            writer.object { writer in
                writer.field("key", made.key.text)
                made.record.writeMembers(to: &writer, project: name)
            }
        }
    }

    func revokeKey(_ request: NativeRequest) async throws -> HTTPResponse {
        let text = request.http.parameters["number"] ?? ""
        let projects = Set(try await visible(request).map(\.id))
        guard let number = Int64(text),
            try await administration.keys(project: nil).contains(where: {
                $0.id == number && projects.contains($0.project)
            }), try await administration.revokeKey(number, actor: request.grant.actor)
        else { throw NativeError.unknown("key in use with the number", text) }
        return .empty(.noContent)
    }

    func audit(_ request: NativeRequest) async throws -> HTTPResponse {
        try mustBeOpen(request, "read the audit record, which covers all projects")
        let limit = try request.number("limit", default: 100, in: 1...AccessLimits.auditEntriesMax)
        let entries = try await administration.auditEntries(limit: limit)
        return .json(reserving: 160 * entries.count) { writer in
            writer.object { $0.array("items", entries) { $1.write(to: &$0) } }
        }
    }

    func collectGarbage(_ request: NativeRequest) async throws -> HTTPResponse {
        let receipt = try await administration.collectGarbage(actor: request.grant.actor)
        return .json(reserving: 64) { receipt.write(to: &$0) }
    }

    /// The request in the project that its query names. A key has one project, and no other is found with it.
    func named(by request: NativeRequest) async throws -> NativeRequest {
        guard let name = request.text("project") else { return request }
        guard let project = try await visible(request).first(where: { $0.name == name }) else {
            throw NativeError.unknown("project", name)
        }
        var request = request
        let grant = request.grant
        request.grant = Grant(
            project: project.id, scopes: grant.scopes, actor: grant.actor, author: grant.author,
            isBound: grant.isBound)
        return request
    }

    /// All projects for whoever sits at the machine, its own for a key.
    func visible(_ request: NativeRequest) async throws -> [Project] {
        try await administration.projects().filter { !request.grant.isBound || $0.id == request.project }
    }

    private func mustBeOpen(_ request: NativeRequest, _ act: String) throws(NativeError) {
        guard request.grant.isBound else { return }
        throw NativeError(
            status: .forbidden, code: "missing_scope",
            message: "A key of one project cannot \(act); use the command line on the server's machine.")
    }

    private func text(_ body: JSONObject, _ name: String) throws(NativeError) -> String {
        guard let text = body[name]?.stringValue else { throw .badRequest("`\(name)` must be a text.") }
        return text
    }
}

extension Project {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("name", name)
            writer.field("createdTime", created)
        }
    }
}
