import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastMCP
import HindcastModel
import HindcastStore
import TestKit

/// The MCP endpoint over an empty store, without a socket.
struct MCPHouse {
    let store = FakeStore()
    let time = ManualTime()
    let administration: Administration
    let conversations: Conversations
    let learning: Learning
    let router: Router

    init(_ mode: AccessMode = .open) throws {
        let access = AccessControl(mode: mode, records: store, time: time)
        let normaliser = Normaliser()
        let recorder = Recorder(store: store, normaliser: normaliser, disk: EndlessDisk()) { _ in }
        administration = Administration(
            traces: store, records: store, editor: recorder, time: time, changed: { access.forgetCached() })
        let reader = TraceReader(store: store, normaliser: normaliser)
        conversations = Conversations(reader: reader, records: store, sink: recorder, time: time)
        learning = Learning(
            conversations: conversations, embedder: LocalEmbedder(), lessons: TemplateLessons())
        let services = MCPServices(
            learning: learning, reader: reader, administration: administration, projects: store, time: time,
            version: "1.2.3")
        router = try Router(routes: MCPRoutes.routes(services), middleware: [AccessMiddleware(access)])
    }

    func post(_ body: String, key: String? = nil, headers: HTTPHeaders = HTTPHeaders()) async throws
        -> HTTPResponse
    {
        var headers = headers
        if let key { headers["Authorization"] = "Bearer \(key)" }
        return await router.respond(to: try .local(.post, "/mcp", body: body, headers: headers))
    }

    /// What a request is answered; an error is answered whole.
    func ask(
        _ method: String, _ params: JSON = [:], key: String? = nil, headers: HTTPHeaders = HTTPHeaders()
    ) async throws -> JSON {
        let body: JSON = [
            "jsonrpc": "2.0", "id": 7, "method": .string(method), "params": params,
        ]
        let answer = try await post(body.text, key: key, headers: headers).bodyJSON
        return answer["result"] ?? answer
    }

    /// The value of a tool's answer; what it complains of, as text, when it does.
    func call(
        _ tool: String, _ arguments: JSON, key: String? = nil, headers: HTTPHeaders = HTTPHeaders()
    ) async throws -> JSON {
        let answer = try await ask(
            "tools/call", ["name": .string(tool), "arguments": arguments], key: key, headers: headers)
        return answer["structuredContent"] ?? answer["content"]?[0]?["text"] ?? answer
    }
}

private struct EndlessDisk: DiskSpace {
    func freeBytes() -> Int64? { nil }
}
