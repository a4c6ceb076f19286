import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore

/// Answers one message of the protocol. Keeps nothing between two: whatever is needed is in the request.
struct MCPEndpoint: Sendable {
    private let services: MCPServices
    private let tools: [MCPTool]

    private static let instructions = """
        Hindcast records what agents do and learns from it. Before a task, ask retrieve_memories for lessons of tasks \
        like it. After a task whose outcome is known, write create_memory. To see what an agent did, use \
        search_traces, then get_trace, then get_step.
        """

    init(_ services: MCPServices) {
        self.services = services
        tools = MemoryTools(services).tools + TraceTools(services).tools
    }

    /// `POST /mcp`.
    func post(_ request: HTTPRequest) async -> HTTPResponse {
        var id: JSON = .null
        do throws(MCPError) {
            let message = try MCPMessage(request.body)
            // A notification asks for nothing; nothing here waits for one.
            guard let asked = message.id else { return .empty(.accepted) }
            id = asked
            try check(message, request)
            let result = try await result(of: message, request)
            return .json(
                JSONWriter.document { writer in
                    writer.member("jsonrpc", "2.0")
                    writer.member("id", json: id)
                    writer.member("result", raw: result)
                })
        } catch {
            return error.response(to: id)
        }
    }

    /// `GET` and `DELETE /mcp`: there is no stream of messages from here, and no session to end.
    func refuse(_ request: HTTPRequest) -> HTTPResponse {
        var response = MCPError(.invalidRequest, "Messages are sent by POST; there are no sessions here.")
            .response(to: .null, status: .methodNotAllowed)
        response.headers["Allow"] = "POST"
        return response
    }

    /// The version of a request must be spoken here, and must not say two things.
    private func check(_ message: MCPMessage, _ request: HTTPRequest) throws(MCPError) {
        let header = request.headers[MCPVersion.header]
        if let version = message.version {
            guard header == nil || header == version else {
                throw MCPError(.headerMismatch, "\(MCPVersion.header) and the request name two versions.")
            }
            guard MCPVersion(rawValue: version) != nil else { throw .unsupported(version) }
        } else if let header, MCPVersion(rawValue: header) == nil {
            throw .unsupported(header)
        }
    }

    /// One JSON object.
    private func result(of message: MCPMessage, _ request: HTTPRequest) async throws(MCPError) -> [UInt8] {
        switch message.method {
        case "initialize": greeting(message)
        case "server/discover": discovery()
        case "ping": JSONWriter.document { _ in }
        case "tools/list": listing()
        case "tools/call": try await call(message.params, request)
        default: throw MCPError(.methodNotFound, "There is no method \(message.method.prefix(80)).")
        }
    }

    /// The handshake: the client's version if it is spoken here, else ours.
    private func greeting(_ message: MCPMessage) -> [UInt8] {
        let asked = message.params["protocolVersion"]?.stringValue.flatMap(MCPVersion.init(rawValue:))
        let version = asked.flatMap { MCPVersion.handshakes.contains($0) ? $0 : nil }
        return JSONWriter.document { writer in
            writer.field("protocolVersion", (version ?? .newestHandshake).rawValue)
            writeSelf(to: &writer)
        }
    }

    private func discovery() -> [UInt8] {
        JSONWriter.document { writer in
            writer.field("supportedVersions", MCPVersion.allCases.map(\.rawValue))
            writeSelf(to: &writer)
            Self.writeLifetime(to: &writer)
        }
    }

    private func writeSelf(to writer: inout JSONWriter) {
        writer.object("capabilities") { $0.object("tools") { $0.field("listChanged", false) } }
        writer.object("serverInfo") { writer in
            writer.field("name", "hindcast")
            writer.field("title", "Hindcast")
            writer.field("version", services.version)
        }
        writer.field("instructions", Self.instructions)
    }

    /// What clients from 2026 on want to know of an answer; older ones pass over it.
    private static func writeLifetime(to writer: inout JSONWriter) {
        writer.field("resultType", "complete")
        writer.field("ttlMs", 0)
        writer.field("cacheScope", "private")
    }

    private func listing() -> [UInt8] {
        JSONWriter.document { writer in
            writer.array("tools", tools) { $1.write(to: &$0) }
            Self.writeLifetime(to: &writer)
        }
    }
}

extension MCPEndpoint {
    private func call(_ params: JSONObject, _ request: HTTPRequest) async throws(MCPError) -> [UInt8] {
        let name = params["name"]?.stringValue ?? ""
        guard let tool = tools.first(where: { $0.name == name }) else {
            throw MCPError(.invalidParams, "There is no tool \(name.prefix(80)).")
        }
        let members: JSONObject
        switch params["arguments"] {
        case nil, .null?: members = JSONObject()
        case .object(let given)?: members = given
        default: throw MCPError(.invalidParams, "`arguments` must be an object.")
        }
        let caller = try await caller(of: tool, request)
        do {
            let arguments = try MCPArguments(members, of: tool.argumentNames)
            return Self.outcome(try await tool.call(arguments, caller), isError: false)
        } catch {
            return Self.outcome(text: Self.sentence(of: error), isError: true)
        }
    }

    /// - Throws: when the key does not allow the tool, or is not for the project that `X-Project-Id` names.
    private func caller(of tool: MCPTool, _ request: HTTPRequest) async throws(MCPError) -> MCPTool.Caller {
        guard let grant = request.grant else {
            throw MCPError(.internalError, "The endpoint is served without access control.")
        }
        guard grant.scopes.contains(where: { $0.allows(tool.scope) }) else {
            throw MCPError(
                .invalidRequest, "The key lacks scope \(tool.scope.rawValue), which \(tool.name) needs.")
        }
        do {
            let project = try await project(of: grant, request.headers["X-Project-Id"])
            return MCPTool.Caller(project: project, author: grant.author, payloadBytes: request.body.count)
        } catch {
            throw MCPError(.invalidRequest, Self.sentence(of: error))
        }
    }

    /// The key's own; whoever sits at the machine may name any, which is made on first use.
    private func project(of grant: Grant, _ name: String?) async throws -> ProjectID {
        guard let name, !name.isEmpty else { return grant.project }
        if let known = try await services.projects.project(named: name),
            !grant.isBound || known.id == grant.project
        {
            return known.id
        }
        if grant.isBound { throw MCPToolError("The key is for another project than \(name.prefix(100)).") }
        return try await services.administration.createProject(named: name, actor: grant.actor).id
    }

    private static func sentence(of error: any Error) -> String {
        switch error {
        case let error as MCPToolError: error.sentence
        case let error as LearningError: error.sentence
        case let error as StoreError: error.sentence
        default: "The tool failed: \(error)"
        }
    }

    /// The same twice: as a value for programs, and as text for models whose client shows them no values.
    private static func outcome(_ object: [UInt8], isError: Bool) -> [UInt8] {
        outcome(text: String(decoding: object, as: UTF8.self), structured: object, isError: isError)
    }

    private static func outcome(text: String, structured: [UInt8]? = nil, isError: Bool) -> [UInt8] {
        JSONWriter.document { writer in
            writer.array("content", [text]) { writer, text in
                writer.object { writer in
                    writer.field("type", "text")
                    writer.field("text", text)
                }
            }
            writer.member("structuredContent", raw: structured)
            writer.field("isError", isError)
            writer.field("resultType", "complete")
        }
    }
}
