import HindcastEngine
import HindcastHTTP
import HindcastJSON
import TestKit
import Testing

@Suite("Reflect: reviews")
struct ReviewTests {
    @Test("A later review is processed before it is answered, and flips everything at once")
    func deferred() async throws {
        let house = try ReflectHouse()
        let id = try await house.trace()
        let body: JSON = ["result": "pass", "feedback_text": "exact", "alpha": 0.1]
        let trace = try await house.review(id, body)
        #expect(trace["review_status"] == "reviewed" && trace["ingest_status"] == "completed")
        let review = try #require(trace["review"])
        #expect(review["trace_id"] == .string(id) && review["result"] == "pass")
        #expect(review["feedback_text"] == "exact" && review["mode"] == "deferred")
        #expect(review["alpha"]?.doubleValue == 0.1 && review["id"]?.stringValue != nil)
        let memory = try #require(trace["created_memory_id"]?.stringValue)
        let stored = try await house.get("/memories/\(memory)")
        #expect(stored["success"] == true && stored["q_value"]?.doubleValue == 0.5)
        #expect(stored["generator"] == "template" && stored["trace_id"] == .string(id))
    }

    @Test("Outcomes move the memories that a run was given, and the history tells how")
    func values() async throws {
        let house = try ReflectHouse()
        let memory = try await house.memory()
        func outcome(_ review: JSON) async throws -> Double {
            let id = try await house.trace(["retrieved_memory_ids": [.string(memory)]])
            _ = try await house.review(id, review)
            return try await house.value(memory) ?? -1
        }
        for expected in [0.65, 0.755, 0.8285] {
            #expect(abs(try await outcome(["result": "pass"]) - expected) < 1e-9)
        }
        _ = try await house.post("/memories/\(memory)/reset-q", [:])
        for expected in [0.35, 0.245, 0.1715] {
            #expect(abs(try await outcome(["result": "fail"]) - expected) < 1e-9)
        }
        _ = try await house.post("/memories/\(memory)/reset-q", ["q_value": 0.5])
        #expect(abs(try await outcome(["result": "pass", "alpha": 0.1]) - 0.55) < 1e-9)
        let history = try await house.get("/memories/\(memory)/history").arrayValue ?? []
        #expect(
            history.map { $0["cause"] } == [
                "set", "review", "review", "review", "set", "review", "review", "review", "set", "review",
            ])
        #expect(history[1]["reward"]?.doubleValue == 1 && history[1]["alpha"]?.doubleValue == 0.3)
        #expect(history[1]["q_before"]?.doubleValue == 0.5 && history[1]["q_after"]?.doubleValue == 0.65)
        #expect(history[1]["trace_id"]?.stringValue != nil && history[1]["time"]?.stringValue != nil)
        let rest = try await house.get(
            "/memories/\(memory)/history?after=\(history[7]["id"]?.intValue ?? 0)")
        #expect(rest.arrayValue == Array(history[8...]))
    }

    @Test("The same verdict again changes nothing; another one is a conflict")
    func again() async throws {
        let house = try ReflectHouse()
        let memory = try await house.memory()
        let id = try await house.trace(["retrieved_memory_ids": [.string(memory)]])
        let first = try await house.review(id, ["result": "pass"])
        let same = try await house.review(id, ["result": "success", "alpha": 0.9])
        #expect(same == first)
        let other = try await house.ask(.post, "/traces/\(id)/review", ["result": "fail"])
        #expect(other.status == .conflict && other.bodyJSON.objectValue?.keys == ["detail"])
        #expect(abs(try await house.value(memory) ?? 0) - 0.65 < 1e-9)
        #expect(try await house.get("/traces/\(id)") == first)
    }

    @Test("A review that comes with its run is queued, then processed once, whatever is read meanwhile")
    func inline() async throws {
        let house = try ReflectHouse()
        let memory = try await house.memory()
        let body: JSON = [
            "task": "t", "trajectory": "68", "retrieved_memory_ids": [.string(memory)],
            "review": ["result": "fail", "feedback_text": "unit"],
        ]
        let answer = try await house.post("/traces", body)
        #expect(answer["ingest_status"] == "queued")
        let id = answer["trace_id"]?.stringValue ?? ""
        let waiting = try await house.get("/traces/\(id)")
        #expect(waiting["review_status"] == "pending" && waiting["ingest_status"] == "queued")
        #expect(waiting["review"] == .null && waiting["created_memory_id"] == .null)
        await house.learning.start()
        var trace = waiting
        while trace["review_status"] == "pending" {
            await Task.yield()
            trace = try await house.get("/traces/\(id)")
        }
        await house.learning.close()
        #expect(trace["ingest_status"] == "completed" && trace["ingest_attempts"] == 1)
        #expect(trace["review"]?["mode"] == "inline" && trace["review"]?["feedback_text"] == "unit")
        #expect(trace["created_memory_id"]?.stringValue != nil)
        #expect(abs((try await house.value(memory) ?? 0) - 0.35) < 1e-9)
    }

    @Test("An authored reflection is kept as it was written, and is a memory at once")
    func authored() async throws {
        let house = try ReflectHouse()
        let answer = try await house.post(
            "/traces",
            [
                "task": "t", "trajectory": [], "retrieved_memory_ids": [], "model": nil, "metadata": [:],
                "review": [
                    "result": "fail",
                    "reflection": [
                        "summary": "s", "guidance": "g", "key_mistake": "m", "correct_action": "a",
                        "applicable_tools": ["bash", "ls"],
                    ],
                ],
            ])
        #expect(answer["ingest_status"] == "completed")
        let trace = try await house.get("/traces/\(answer["trace_id"]?.stringValue ?? "")")
        #expect(trace["review_status"] == "reviewed" && trace["trajectory"] == [])
        let memory = try await house.get("/memories/\(trace["created_memory_id"]?.stringValue ?? "")")
        #expect(memory["summary"] == "s" && memory["guidance"] == "g" && memory["key_mistake"] == "m")
        #expect(memory["correct_action"] == "a" && memory["applicable_tools"] == ["bash", "ls"])
        #expect(memory["generator"] == "author" && memory["success"] == false)
        #expect(
            memory["reflection"]
                == "s\nKey mistake: m\nCorrect action: a\nGuidance: g\nTools: bash, ls")
    }

    @Test("Memories that are not known move nothing and are named in the run's warnings")
    func unknownMemories() async throws {
        let house = try ReflectHouse()
        let memory = try await house.memory()
        let given: JSON = ["mem-abc", .string(UUIDs.unknown), .string(memory)]
        let id = try await house.trace(["retrieved_memory_ids": given])
        let trace = try await house.review(id, ["result": "pass"])
        #expect(trace["retrieved_memory_ids"] == given)
        let warnings = trace["warnings"]?.arrayValue?.compactMap(\.stringValue).joined(separator: " ") ?? ""
        #expect(warnings.contains("mem-abc") && warnings.contains(UUIDs.unknown))
        #expect(!warnings.contains(memory))
        #expect(abs((try await house.value(memory) ?? 0) - 0.65) < 1e-9)
    }
}
