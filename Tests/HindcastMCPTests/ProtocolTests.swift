import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import TestKit
import Testing

@Suite("MCP: the protocol")
struct ProtocolTests {
    @Test(
        "A handshake agrees on the client's version when it is spoken here, else on ours",
        arguments: [
            ("2025-03-26", "2025-03-26"), ("2025-11-25", "2025-11-25"), ("2026-07-28", "2025-11-25"),
            ("1999-01-01", "2025-11-25"),
        ])
    func handshake(asked: String, agreed: String) async throws {
        let answer = try await MCPHouse().ask("initialize", ["protocolVersion": .string(asked)])
        #expect(answer["protocolVersion"]?.stringValue == agreed)
        #expect(answer["serverInfo"]?["version"]?.stringValue == "1.2.3")
        #expect(answer["capabilities"]?.objectValue?.keys == ["tools"])
    }

    @Test("A client without a handshake discovers the versions and tells its own with every request")
    func discovery() async throws {
        let house = try MCPHouse()
        let meta: JSON = ["_meta": ["io.modelcontextprotocol/protocolVersion": "2026-07-28"]]
        let found = try await house.ask(
            "server/discover", meta, headers: ["MCP-Protocol-Version": "2026-07-28"])
        #expect(found["supportedVersions"]?.arrayValue?.last?.stringValue == "2026-07-28")
        #expect(found["resultType"]?.stringValue == "complete")
        let odd = try await house.ask("tools/list", meta, headers: ["MCP-Protocol-Version": "2025-06-18"])
        #expect(odd["error"]?["code"]?.intValue == -32020)
        let future: JSON = ["_meta": ["io.modelcontextprotocol/protocolVersion": "2030-01-01"]]
        let refused = try await house.ask("tools/list", future)
        #expect(refused["error"]?["code"]?.intValue == -32022)
        #expect(refused["error"]?["data"]?["requested"]?.stringValue == "2030-01-01")
    }

    @Test("Every tool says what it takes, and whether it only reads")
    func listing() async throws {
        let tools = try await MCPHouse().ask("tools/list")["tools"]?.arrayValue ?? []
        let names = tools.compactMap { $0["name"]?.stringValue }
        #expect(names == ["retrieve_memories", "create_memory", "search_traces", "get_trace", "get_step"])
        for tool in tools {
            let schema = try #require(tool["inputSchema"])
            let properties = schema["properties"]?.objectValue?.keys ?? []
            let required = schema["required"]?.arrayValue?.compactMap(\.stringValue) ?? []
            #expect(Set(required).isSubset(of: properties))
            #expect(schema["additionalProperties"]?.boolValue == false)
            let readsOnly = tool["annotations"]?["readOnlyHint"]?.boolValue
            #expect(readsOnly == (tool["name"]?.stringValue != "create_memory"))
        }
    }

    @Test(
        "What is no message is refused as JSON-RPC has it",
        arguments: [
            ("{", 400, -32700), ("[]", 400, -32600), (#"{"method":"ping","id":1}"#, 400, -32600),
            (#"{"jsonrpc":"2.0","method":"ping","id":null}"#, 400, -32600),
            (#"{"jsonrpc":"2.0","method":"ping","id":1,"params":[]}"#, 400, -32602),
            (#"{"jsonrpc":"2.0","method":"resources/list","id":1}"#, 404, -32601),
            (#"{"jsonrpc":"2.0","method":"tools/call","id":1,"params":{"name":"fly"}}"#, 400, -32602),
        ])
    func refusals(body: String, status: Int, code: Int64) async throws {
        let answer = try await MCPHouse().post(body)
        #expect(answer.status.code == status)
        #expect(answer.bodyJSON["error"]?["code"]?.intValue == code)
    }

    @Test("A notification is taken without an answer; there is no stream to read and no session to end")
    func notifications() async throws {
        let house = try MCPHouse()
        let taken = try await house.post(#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#)
        #expect(taken.status == .accepted)
        #expect(taken.bodyText.isEmpty)
        for method in [HTTPMethod.get, .delete] {
            let answer = await house.router.respond(to: try .local(method, "/mcp"))
            #expect(answer.status.code == 405)
            #expect(answer.headers["Allow"] == "POST")
        }
        #expect(try await house.ask("ping") == [:])
    }

    @Test("A key that may only read can look and ask, and cannot write")
    func scopes() async throws {
        let house = try MCPHouse(.keys)
        let key = try await house.administration.createKey(
            project: "team", scopes: [.read], label: "", actor: "test"
        ).key.text
        #expect(try await house.post("{}").status == .unauthorized)
        let found = try await house.call("retrieve_memories", ["query": "x"], key: key)
        #expect(found == ["memories": []])
        let refused = try await house.call("create_memory", ["task": "x", "result": "pass"], key: key)
        #expect(refused["error"]?["message"]?.stringValue?.contains("ingest") == true)
        let foreign = try await house.call(
            "retrieve_memories", ["query": "x"], key: key, headers: ["X-Project-Id": "other"])
        #expect(foreign["error"]?["message"]?.stringValue?.contains("another project") == true)
    }
}
