import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastLetta
import HindcastModel
import TestKit
import Testing

@Suite("Letta: refusals")
struct RefusalTests {
    @Test(
        "A value of the query that cannot be read is refused in the reference's words",
        arguments: [
            (
                "steps/?order=sideways", 422,
                "[{'type': 'literal_error', 'loc': ('query', 'order'), 'msg': \"Input should be 'asc' or 'desc'\", "
                    + "'input': 'sideways', 'ctx': {'expected': \"'asc' or 'desc'\"}}]"
            ),
            (
                "steps/?limit=abc", 422,
                "[{'type': 'int_parsing', 'loc': ('query', 'limit'), 'msg': 'Input should be a valid integer, unable "
                    + "to parse string as an integer', 'input': 'abc'}]"
            ),
            (
                "runs/?limit=0", 422,
                "[{'type': 'greater_than_equal', 'loc': ('query', 'limit'), 'msg': 'Input should be greater than or "
                    + "equal to 1', 'input': '0', 'ctx': {'ge': 1}}]"
            ),
            (
                "runs/?limit=1001", 422,
                "[{'type': 'less_than_equal', 'loc': ('query', 'limit'), 'msg': 'Input should be less than or equal "
                    + "to 1000', 'input': '1001', 'ctx': {'le': 1000}}]"
            ),
            (
                "steps/?has_feedback=perhaps", 422,
                "[{'type': 'bool_parsing', 'loc': ('query', 'has_feedback'), 'msg': 'Input should be a valid boolean, "
                    + "unable to interpret input', 'input': 'perhaps'}]"
            ),
            ("steps/?start_date=notadate", 400, "Invalid isoformat string: 'notadate'"),
            ("steps/?end_date=2026-02-30", 400, "Invalid isoformat string: '2026-02-30'"),
            (
                "steps/?start_date=2026-01-02&end_date=2026-01-01", 400,
                "start_date must be earlier than or equal to end_date"
            ),
            ("runs/?statuses=weird", 400, "'weird' is not a valid RunStatus"),
            (
                "runs/nope", 400,
                "INVALID_ARGUMENT: Invalid run ID format: nope. Expected format: 'run-<uuid4>'"
            ),
            (
                "runs/run-99999999-1111-4111-8111-111111111111", 404,
                "Run run-99999999-1111-4111-8111-111111111111 was not found."
            ),
            (
                "agents/agent-99999999-1111-4111-8111-111111111111", 404,
                "Agent agent-99999999-1111-4111-8111-111111111111 was not found."
            ),
            ("runs/?after=nope", 404, "No Run found with id nope"),
        ])
    func query(_ target: String, _ status: Int, _ detail: String) async throws {
        let house = try await LettaHouse([LettaRuns.toolRun()])
        let answer = try await house.ask(.get, "/v1/" + target)
        #expect(answer.status.code == status)
        #expect(answer.bodyJSON["detail"]?.stringValue == detail)
        #expect((answer.bodyJSON["trace_id"] == "") == (status == 422))
    }

    @Test(
        "Limits above the greatest are brought down where the reference takes them, and odd spellings are read"
    )
    func lenient() async throws {
        let house = try await LettaHouse([LettaRuns.toolRun()])
        for query in [
            "limit=100000", "limit=99999999999999999999", "limit=%2B2", "has_feedback=No",
            "order=asc&order=desc",
            "order_by=created_at", "start_date=2025-01-29T15:01:19-08:00", "start_date=2025-01-29%2015:01",
            "unknown=1",
        ] {
            #expect(try await house.ids("/v1/steps/?" + query).count == 2, "\(query)")
        }
        #expect(try await house.ids("/v1/steps").count == 2)
        #expect(try await house.ids("//v1//steps//").count == 2)
    }

    @Test("Without a key, with a wrong one or with too small a one the answer is in Letta's form")
    func keys() async throws {
        let house = try await LettaHouse([LettaRuns.toolRun()], .keys)
        let missing = try await house.ask(.get, "/v1/steps/")
        #expect(missing.status == .unauthorized)
        #expect(missing.bodyJSON.objectValue?.keys == ["detail"])
        #expect(missing.headers["WWW-Authenticate"] == "Bearer realm=\"hindcast\"")
        let administration = Administration(
            traces: house.store, records: house.store, editor: house.recorder, time: house.time
        ) { house.access.forgetCached() }
        let reader = try await administration.createKey(
            project: Project.defaultName, scopes: [.read], label: "", actor: "test")
        let headers: HTTPHeaders = ["Authorization": "Bearer \(reader.key.text)"]
        let list = try await house.ask(.get, "/v1/steps/", headers: headers)
        #expect(list.status == .ok)
        let id = list.bodyJSON[0]?["id"]?.stringValue ?? ""
        let refused = try await house.ask(
            .patch, "/v1/steps/\(id)/feedback", body: #"{"feedback":"positive"}"#, headers: headers)
        #expect(refused.status == .forbidden)
        #expect(refused.bodyJSON.objectValue?.keys == ["detail"])
        #expect(try await house.ask(.get, "/v1/health/").bodyJSON == ["version": "1.2.3", "status": "ok"])
    }

    @Test("A project is chosen by header; one that the caller cannot see is not found")
    func projects() async throws {
        let house = try await LettaHouse([LettaRuns.toolRun()])
        let other = try await house.store.ensureProject(named: "other", at: house.time.now)
        #expect(other.name == "other")
        func count(_ headers: HTTPHeaders) async throws -> Int? {
            let answer = try await house.ask(.get, "/v1/steps/", headers: headers)
            return answer.status == .ok ? answer.bodyJSON.arrayValue?.count : nil
        }
        #expect(try await count(["X-Project-Id": "default"]) == 2)
        #expect(try await count(["X-Project": "other"]) == 0)
        #expect(try await count(["X-Project": "nobody"]) == nil)
        let unknown = try await house.ask(.get, "/v1/steps/", headers: ["X-Project": "nobody"])
        #expect(
            unknown.status == .notFound && unknown.bodyJSON == ["detail": "Project nobody was not found."])
        let id = try await house.ids("/v1/steps/")[0]
        #expect(
            try await house.ask(.get, "/v1/steps/\(id)", headers: ["X-Project": "other"]).status == .notFound)
    }

    @Test(
        "What needs a server that runs agents is answered 501 by its name, and not worth a second try",
        arguments: [
            ("POST", "/v1/agents/", "Creating agents"), ("POST", "/v1/agents/x/messages", "Sending messages"),
            ("POST", "/v1/agents/x/messages/stream", "Sending messages"),
            ("GET", "/v1/blocks/", "Memory blocks"),
            ("GET", "/v1/tools/tool-1", "Tools"), ("POST", "/v1/conversations/c/messages", "Conversations"),
            ("POST", "/v1/runs/x/stream", "Streaming runs"), ("DELETE", "/v1/runs/x", "Deleting runs"),
            ("PATCH", "/v1/archives/a", "Archives"),
        ])
    func later(_ method: String, _ path: String, _ feature: String) async throws {
        let house = try await LettaHouse([])
        let answer = try await house.ask(HTTPMethod(method), path)
        #expect(answer.status == .notImplemented)
        #expect(answer.bodyJSON["detail"]?.stringValue?.hasPrefix(feature) == true)
        #expect(answer.headers["x-should-retry"] == "false")
    }

    @Test("Agents, models and tags are what the project's runs tell")
    func overview() async throws {
        var tagged = SampleRun(2, startMilliseconds: 60_000)
        tagged.common = [AttributeEntry(key: "tag.tags", value: .array([.string("b"), .string("a")]))]
        tagged.call([LettaRuns.question], [LettaRuns.answer], model: "o9")
        let house = try await LettaHouse([LettaRuns.toolRun(), tagged])
        #expect(try await house.get("/v1/tags/") == ["a", "b"])
        #expect(try await house.get("/v1/tags/?order=desc&limit=1") == ["b"])
        #expect(try await house.get("/v1/tags/?after=a") == ["b"])
        let models = try await house.get("/v1/models/").arrayValue ?? []
        #expect(models.map { $0["handle"]?.stringValue } == ["openai/gpt-4o", "openai/o9"])
        let agents = try await house.get("/v1/agents/").arrayValue ?? []
        #expect(agents.map { $0["name"]?.stringValue } == ["default", "weather"])
        let weather = try #require(agents.last)
        #expect(
            weather["llm_config"] == [
                "model": "gpt-4o", "model_endpoint_type": "openai", "context_window": .null,
            ])
        #expect(weather["agent_type"] == "letta_v1_agent" && weather["memory"] == ["blocks": []])
        #expect(try await house.get("/v1/agents/\(weather["id"]?.stringValue ?? "")") == weather)
        let first = agents[0]["id"]?.stringValue ?? ""
        #expect(try await house.ids("/v1/agents/?after=\(first)") == [weather["id"]?.stringValue ?? ""])
        #expect(try await house.ids("/v1/agents/?before=\(first)").isEmpty)
    }
}
