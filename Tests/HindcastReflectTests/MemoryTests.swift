import HindcastHTTP
import HindcastJSON
import HindcastModel
import TestKit
import Testing

@Suite("Reflect: memories")
struct MemoryTests {
    @Test("A query gives memories with every member, best first, and says why")
    func query() async throws {
        let house = try ReflectHouse()
        let near = try await house.memory("convert kelvin to celsius")
        let far = try await house.memory("convert miles to metres")
        let found = try await house.post(
            "/memory/query", ["task": "convert kelvin to fahrenheit", "limit": 10, "lambda": 0.5])
        let ids = found.arrayValue?.compactMap { $0["id"]?.stringValue }
        #expect(ids == [near, far])
        let first = try #require(found[0])
        #expect(
            first.objectValue?.keys == [
                "id", "task", "reflection", "q_value", "similarity", "score", "success", "summary",
                "key_mistake", "correct_action", "guidance", "applicable_tools", "tools_used", "reason",
                "generator", "metadata", "trace_id", "pinned", "retired_at", "merged_into", "created_at",
                "updated_at",
            ])
        let similarity = try #require(first["similarity"]?.doubleValue)
        let score = try #require(first["score"]?.doubleValue)
        #expect(abs(score - (0.5 * similarity + 0.5 * 0.5)) < 1e-6)
        #expect(first["reason"]?.stringValue?.isEmpty == false)
    }

    @Test("Limit, weight of similarity, threshold and metadata of the request are obeyed")
    func parameters() async throws {
        let house = try ReflectHouse()
        let id = try await house.trace(["task": "sort a list", "metadata": ["action": "sort"]])
        let sorted = try await house.review(id, ["result": "fail"])["created_memory_id"] ?? .null
        let other = try await house.memory("sort a table")
        func ids(_ more: JSON) async throws -> [JSON] {
            var body = JSONObject([("task", "sort a list")])
            for (name, value) in more.objectValue ?? JSONObject() { body[name] = value }
            let found = try await house.post("/memory/query", .object(body))
            return found.arrayValue?.compactMap { $0["id"] } ?? []
        }
        #expect(try await ids(["lambda": 1.0]) == [sorted, .string(other)])
        #expect(try await ids(["lambda": 1.0, "limit": 1]) == [sorted])
        #expect(try await ids(["similarity_threshold": 0.99]) == [sorted])
        #expect(try await ids(["metadata_filter": ["action": "sort"]]) == [sorted])
        #expect(try await ids(["metadata_filter": ["action": "other"]]) == [])
        #expect(try await ids(["metadata_filter": [:], "mmr_lambda": 0.7]).count == 2)
        _ = try await house.post("/memories/\(other)/reset-q", ["q_value": 1])
        #expect(try await ids(["lambda": 0]) == [.string(other), sorted])
    }

    @Test("Memories are listed, shown, put back and deleted; unknown ones are not found")
    func records() async throws {
        let house = try ReflectHouse()
        let first = try await house.memory("alpha beta")
        house.time.advance(milliseconds: 10)
        let second = try await house.memory("gamma delta")
        let all = try await house.get("/memories").arrayValue ?? []
        #expect(all.map { $0["id"] } == [.string(second), .string(first)])
        #expect(
            all[0]["similarity"]?.doubleValue == 0 && all[0]["score"]?.doubleValue == 0
                && all[0]["reason"] == .null)
        #expect(try await house.get("/memories?q=ALPHA").arrayValue?.map { $0["id"] } == [.string(first)])
        #expect(try await house.get("/memories?limit=1").arrayValue?.count == 1)
        let reset = try await house.post("/memories/\(first)/reset-q", ["q_value": 0.25])
        #expect(reset["q_value"]?.doubleValue == 0.25)
        let bad = try await house.ask(.post, "/memories/\(first)/reset-q", ["q_value": 2])
        #expect(bad.status == .unprocessableContent)
        #expect(
            try await house.ask(.delete, "/memories/\(first)").bodyJSON == [
                "id": .string(first), "deleted": true,
            ])
        for path in ["/memories/\(first)", "/memories/nope", "/memories/\(first)/history"] {
            #expect(try await house.ask(.get, path).status == .notFound, "\(path)")
        }
        #expect(try await house.ask(.delete, "/memories/\(first)").status == .notFound)
        #expect(try await house.ask(.post, "/memories/\(first)/reset-q").status == .notFound)
    }

    @Test("A guide is made of five reviewed runs, and not of four")
    func skill() async throws {
        let house = try ReflectHouse()
        for number in 1...4 { _ = try await house.memory("task number \(number)") }
        #expect(try await house.ask(.get, "/skill").status == .notFound)
        _ = try await house.memory("task number 5")
        let skill = try await house.get("/skill")
        #expect(skill["version"] == 1 && skill["updated_at"]?.stringValue != nil)
        #expect(skill["content"]?.stringValue?.contains("task number") == true)
    }
}
