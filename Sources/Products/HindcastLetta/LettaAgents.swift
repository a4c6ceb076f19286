import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel

/// Agents as their spans tell them, messages across runs, and what a project holds.
struct LettaAgents: Sendable {
    private let services: LettaServices
    private var runs: RunReader { services.runs }

    init(_ services: LettaServices) { self.services = services }

    func list(_ request: LettaRequest) async throws -> HTTPResponse {
        let limit = try request.query.limit(LettaLimits.stepsDefault)
        let isAscending = try request.query.isAscending(false)
        var agents = try await runs.agents(project: request.project.id)
        if let name = request.query.text("name") { agents.removeAll { $0.name != name } }
        if let text = request.query.text("query_text")?.lowercased() {
            agents.removeAll { !$0.name.lowercased().contains(text) }
        }
        let ids = { (agent: AgentProfile) in ForeignID(.agent, name: agent.name, project: request.project.id)
        }
        let page = try ListPage(
            isAscending ? agents : agents.reversed(), limit: limit,
            after: try request.cursor("after", .agent, "Agent").map(\.description),
            before: try request.cursor("before", .agent, "Agent").map(\.description), noun: "Agent"
        ) { ids($0).description }
        return .letta(list: page.items) { $1.write(to: &$0, project: request.project) }
    }

    func retrieve(_ request: LettaRequest) async throws -> HTTPResponse {
        let name = try await name(request)
        guard let agent = try await runs.agents(project: request.project.id).first(where: { $0.name == name })
        else { throw LettaError.unknown("Agent", try request.id(.agent).description) }
        return .letta { agent.write(to: &$0, project: request.project) }
    }

    func messages(_ request: LettaRequest) async throws -> HTTPResponse {
        let name = try await name(request)
        let page = try await MessagePage(request, runs, isAscending: false)
        return try await page.response(of: .agent(name))
    }

    func allMessages(_ request: LettaRequest) async throws -> HTTPResponse {
        let page = try await MessagePage(request, runs, isAscending: false)
        return try await page.response(of: .project)
    }

    /// The members of one message; a list, as the reference answers.
    func message(_ request: LettaRequest) async throws -> HTTPResponse {
        let id = try request.id(.message)
        guard let message = try await runs.message(id, project: request.project.id) else {
            throw LettaError.unknown("Message", id.description)
        }
        return .letta(list: MessagePage.members([message], nil, isAscending: true)) { writer, each in
            each.message.write(each.member, index: each.index, to: &writer)
        }
    }

    func tags(_ request: LettaRequest) async throws -> HTTPResponse {
        let limit = try request.query.limit(LettaLimits.stepsDefault)
        let order = try request.query.choice("order", ["asc", "desc"])
        _ = try request.query.choice("order_by", ["name"])
        var tags = try await runs.tags(project: request.project.id)
        if let text = (request.query.text("query_text") ?? request.query.text("name"))?.lowercased() {
            tags.removeAll { !$0.lowercased().contains(text) }
        }
        let page = try ListPage(
            order == "desc" ? tags.reversed() : tags, limit: limit, after: request.query.text("after"),
            before: request.query.text("before"), noun: "Tag"
        ) { $0 }
        return .letta(list: page.items) { $0.string($1) }
    }

    func models(_ request: LettaRequest) async throws -> HTTPResponse {
        var models = try await runs.models(project: request.project.id)
        if let provider = request.query.text("provider_name") ?? request.query.text("provider_type") {
            models.removeAll { $0.provider != provider }
        }
        return .letta(list: models) { $1.write(to: &$0) }
    }

    func health() -> HTTPResponse {
        .letta { writer in
            writer.object { writer in
                writer.field("version", services.version)
                writer.field("status", "ok")
            }
        }
    }

    private func name(_ request: LettaRequest) async throws -> String {
        let id = try request.id(.agent)
        guard let name = try await runs.agentName(id, project: request.project.id) else {
            throw LettaError.unknown("Agent", id.description)
        }
        return name
    }
}
