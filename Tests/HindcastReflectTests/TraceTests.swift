import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore
import TestKit
import Testing

@Suite("Reflect: runs")
struct TraceTests {
    @Test("A run without a review is completed, pending and carries every member")
    func plain() async throws {
        let house = try ReflectHouse()
        let answer = try await house.ask(
            .post, "/traces",
            [
                "task": "t", "trajectory": [["role": "assistant", "content": "68"]],
                "retrieved_memory_ids": ["m-1"], "model": "gpt-5", "metadata": ["k": ["v", 1]],
                "reference_context": "policy v1",
            ])
        #expect(answer.status == .accepted)
        #expect(answer.bodyJSON["ingest_status"] == "completed")
        let id = try #require(answer.bodyJSON["trace_id"]?.stringValue)
        #expect(RecordID(id)?.description == id)
        let trace = try await house.get("/traces/\(id)")
        #expect(
            trace.objectValue?.keys == [
                "id", "project_id", "task", "trajectory", "final_response", "retrieved_memory_ids",
                "used_memory_ids", "model", "metadata", "reference_context", "review_status",
                "ingest_status", "ingest_attempts", "last_ingest_error", "created_memory_id", "review",
                "warnings", "created_at",
            ])
        #expect(trace["id"] == .string(id) && trace["project_id"] == "default" && trace["task"] == "t")
        #expect(trace["trajectory"] == [["role": "assistant", "content": "68"]])
        #expect(trace["final_response"] == "68" && trace["model"] == "gpt-5")
        #expect(trace["retrieved_memory_ids"] == ["m-1"] && trace["metadata"] == ["k": ["v", 1]])
        #expect(trace["reference_context"] == "policy v1")
        #expect(trace["review_status"] == "pending" && trace["ingest_status"] == "completed")
        #expect(trace["ingest_attempts"] == 0 && trace["review"] == .null)
        let hex = try #require(TraceID(id)).description
        #expect(try await house.get("/traces/\(hex)") == trace)
    }

    @Test(
        "A trajectory is a list, the list as text, or any text, which the assistant said",
        arguments: [
            ([["role": "user", "content": "a"]], [["role": "user", "content": "a"]]),
            ("[{\"role\":\"user\",\"content\":\"a\"}]", [["role": "user", "content": "a"]]),
            ("plain", [["role": "assistant", "content": "plain"]]),
            ("[1, 2]", [["role": "assistant", "content": "[1, 2]"]]),
            ("{\"a\": 1}", [["role": "assistant", "content": "{\"a\": 1}"]]),
        ] as [(JSON, JSON)])
    func trajectories(_ sent: JSON, _ kept: JSON) async throws {
        let house = try ReflectHouse()
        let id = try await house.trace(["trajectory": sent])
        #expect(try await house.get("/traces/\(id)")["trajectory"] == kept)
    }

    @Test("The final response is what was told, else the last text of the assistant")
    func finalResponse() async throws {
        let house = try ReflectHouse()
        let messages: JSON = [
            ["role": "assistant", "content": "first"],
            ["role": "assistant", "content": nil, "tool_calls": []], ["role": "tool", "content": "9"],
        ]
        let told = try await house.trace(["trajectory": messages, "final_response": "told"])
        let derived = try await house.trace(["trajectory": messages])
        #expect(try await house.get("/traces/\(told)")["final_response"] == "told")
        #expect(try await house.get("/traces/\(derived)")["final_response"] == "first")
    }

    @Test("Lists are newest first, by review status, and the Link header leads on")
    func lists() async throws {
        let house = try ReflectHouse()
        var ids: [String] = []
        for _ in 0..<5 {
            ids.append(try await house.trace())
            house.time.advance(milliseconds: 10)
        }
        _ = try await house.review(ids[1], ["result": "pass"])
        func list(_ query: String) async throws -> [String] {
            try await house.get("/traces" + query).arrayValue?.compactMap { $0["id"]?.stringValue } ?? []
        }
        #expect(try await list("") == ids.reversed())
        #expect(try await list("?review_status=reviewed") == [ids[1]])
        #expect(try await list("?review_status=pending") == [ids[4], ids[3], ids[2], ids[0]])
        var found: [String] = []
        var next: String? = "/traces?limit=2"
        while let path = next {
            let page = try await house.ask(.get, path)
            found += page.bodyJSON.arrayValue?.compactMap { $0["id"]?.stringValue } ?? []
            next = page.headers["Link"].map { String($0.dropFirst().prefix { $0 != ">" }) }
        }
        #expect(found == ids.reversed())
        for bad in ["?review_status=perhaps", "?limit=0", "?limit=1001", "?limit=x"] {
            #expect(try await house.ask(.get, "/traces" + bad).status == .unprocessableContent, "\(bad)")
        }
        #expect(try await house.ask(.get, "/traces?before=nonsense").status == .badRequest)
    }

    @Test("Deleting names those that were there; the rest stays")
    func deletion() async throws {
        let house = try ReflectHouse()
        let (first, second) = (try await house.trace(), try await house.trace())
        let body: JSON = ["trace_ids": [.string(first), .string(first), "nope", "\(UUIDs.unknown)"]]
        #expect(
            try await house.post("/traces/delete", body) == ["deleted": 1, "trace_ids": [.string(first)]])
        #expect(try await house.ask(.get, "/traces/\(first)").status == .notFound)
        #expect(try await house.ask(.get, "/traces/\(second)").status == .ok)
        for bad in [[:], ["trace_ids": "x"], ["trace_ids": [1]]] as [JSON] {
            #expect(try await house.ask(.post, "/traces/delete", bad).status == .unprocessableContent)
        }
    }

    @Test("A run that another door recorded is read and reviewed by its id")
    func otherDoors() async throws {
        let house = try ReflectHouse()
        let project = try await house.store.ensureProject(named: Project.defaultName, at: house.time.now)
        var push = ConversationPush(
            origin: "invariant", author: Author(name: "ada"), payloadBytes: 100)
        push.items = [
            .init(messages: [
                ["role": "user", "content": "boil an egg"], ["role": "assistant", "content": "done"],
            ])
        ]
        let trace = try await house.conversations.push(push, project: project.id).conversations[0].trace
        #expect(try await house.get("/traces/\(trace)")["task"] == "boil an egg")
        let reviewed = try await house.review("\(trace)", ["result": "failure", "feedback_text": "raw"])
        #expect(reviewed["review_status"] == "reviewed" && reviewed["review"]?["result"] == "fail")
        let memory = try #require(reviewed["created_memory_id"]?.stringValue)
        #expect(try await house.get("/memories/\(memory)")["task"] == "boil an egg")
        #expect(try await house.get("/traces")[0]?["id"] == reviewed["id"])
    }
}

enum UUIDs {
    static let unknown = "99999999-1111-4111-8111-111111111111"
}
