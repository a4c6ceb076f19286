import HindcastHTTP
import HindcastJSON
import HindcastReflect
import HindcastStore
import TestKit
import Testing

@Suite("Reflect: refusals")
struct RefusalTests {
    private static func trace(_ more: JSON) -> JSON {
        var body = JSONObject([("task", "t"), ("trajectory", .array([]))])
        for (name, value) in more.objectValue ?? JSONObject() { body[name] = value }
        return .object(body)
    }

    @Test(
        "A run with a member that cannot be taken is refused by name, and nothing is stored",
        arguments: [
            (trace(["task": nil]), "task is required."), (trace(["task": " "]), "task must not be empty."),
            (trace(["task": 1]), "task must be a string."),
            (trace(["trajectory": nil]), "trajectory is required."),
            (trace(["trajectory": 1]), "trajectory must be a list of messages or a string."),
            (trace(["trajectory": [[:], 1]]), "trajectory[1] must be an object."),
            (trace(["metadata": []]), "metadata must be an object."),
            (trace(["retrieved_memory_ids": "a"]), "retrieved_memory_ids must be a list of strings."),
            (
                trace(["retrieved_memory_ids": ["a", 1]]),
                "retrieved_memory_ids[1] must be a string of at most 1000 bytes."
            ),
            (trace(["model": 5]), "model must be a string."),
            (trace(["final_response": []]), "final_response must be a string."),
            (trace(["review": "pass"]), "review must be an object."),
            (trace(["review": [:]]), "review.result is required."),
            (trace(["review": ["result": "maybe"]]), "review.result must be pass or fail."),
            (
                trace(["review": ["result": "pass", "alpha": 1.5]]),
                "review.alpha must be a number from 0 to 1."
            ),
            (
                trace(["review": ["result": "pass", "alpha": "0.1"]]),
                "review.alpha must be a number from 0 to 1."
            ),
            (
                trace(["review": ["result": "pass", "feedback_text": 1]]),
                "review.feedback_text must be a string."
            ),
            (
                trace(["review": ["result": "pass", "reflection": [:]]]),
                "review.reflection must say something."
            ),
            (
                trace(["review": ["result": "pass", "reflection": ["applicable_tools": [1]]]]),
                "review.reflection.applicable_tools[0] must be a string of at most 1000 bytes."
            ),
        ] as [(JSON, String)])
    func runs(_ body: JSON, _ detail: String) async throws {
        let house = try ReflectHouse()
        let answer = try await house.ask(.post, "/traces", body)
        #expect(answer.status == .unprocessableContent)
        #expect(answer.bodyJSON == ["detail": .string(detail)])
        #expect(try await house.get("/traces") == [])
    }

    @Test(
        "A question that cannot be asked is refused by name",
        arguments: [
            ([:], "task is required."),
            (["task": "t", "limit": 0], "limit must be a whole number from 1 to 100."),
            (["task": "t", "limit": 1.5], "limit must be a whole number from 1 to 100."),
            (["task": "t", "lambda": 1.01], "lambda must be a number from 0 to 1."),
            (["task": "t", "mmr_lambda": -1], "mmr_lambda must be a number from 0 to 1."),
            (
                ["task": "t", "similarity_threshold": "x"],
                "similarity_threshold must be a number from -1 to 1."
            ),
            (["task": "t", "metadata_filter": []], "metadata_filter must be an object."),
            (["task": "t", "policy": "best"], "policy must be one of reflect, memrl."),
        ] as [(JSON, String)])
    func questions(_ body: JSON, _ detail: String) async throws {
        let house = try ReflectHouse()
        let answer = try await house.ask(.post, "/memory/query", body)
        #expect(answer.status == .unprocessableContent)
        #expect(answer.bodyJSON == ["detail": .string(detail)])
    }

    @Test("Keys without a scope, with an unknown one or in an unknown environment are not made")
    func keys() async throws {
        let house = try ReflectHouse()
        for body in [
            ["label": "x"], ["label": "x", "scopes": []], ["scopes": ["god"]],
            ["scopes": ["admin"], "environment": "moon"],
        ] as [JSON] {
            #expect(try await house.ask(.post, "/api-keys", body).status == .unprocessableContent, "\(body)")
        }
        #expect(try await house.get("/api-keys") == [])
    }

    @Test("A body that is no JSON is a 400, one that is no object a 422, a foreign path a 404")
    func bodies() async throws {
        let house = try ReflectHouse()
        let broken = await house.router.respond(
            to: try .local(.post, ReflectHouse.root + "/traces", body: "{"))
        #expect(broken.status == .badRequest && broken.bodyJSON["detail"]?.stringValue != nil)
        #expect(try await house.ask(.post, "/traces", []).status == .unprocessableContent)
        for path in ["/traces/nope", "/traces/\(UUIDs.unknown)"] {
            #expect(try await house.ask(.get, path).status == .notFound)
            #expect(try await house.ask(.post, path + "/review", ["result": "pass"]).status == .notFound)
        }
        #expect(try await house.ask(.put, "/traces").status == .methodNotAllowed)
    }

    @Test("A fault of the store is told in Reflect's form")
    func storeFault() async throws {
        let house = try ReflectHouse()
        _ = try await house.get("/traces")
        house.store.fail(with: .full("No space is left."))
        let answer = try await house.ask(.get, "/traces")
        #expect(answer.status == .insufficientStorage)
        #expect(answer.bodyJSON == ["detail": "No space is left."])
    }

    @Test("Random changes to sound bodies are taken or refused, and nothing traps")
    func mutations() {
        var generator = SeededGenerator(seed: 13)
        let sound = [
            #"{"task":"t","trajectory":"[{\"role\":\"user\",\"content\":\"c\"}]","review":{"result":"Success","#
                + #""reflection":{"summary":"s","applicable_tools":["bash"]},"alpha":0.1}}"#,
            #"{"task":"t","limit":3,"lambda":0.1,"mmr_lambda":1.0,"metadata_filter":{"a":"b"},"scopes":["admin"]}"#,
        ]
        for text in sound {
            for _ in 0..<2000 { ReflectFuzz.run(generator.damaged(Array(text.utf8))) }
        }
    }
}
