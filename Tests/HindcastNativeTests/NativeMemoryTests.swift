import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastNet
import HindcastStore
import TestKit
import Testing

@Suite("Native API: memories")
struct NativeMemoryTests {
    private static let run = NativeHouse.agentRun.traceID.description

    @Test("A memory that is written down has exactly the members that clients rely on")
    func members() async throws {
        let house = try await NativeHouse()
        let made = try await house.told(
            .post, "/memories",
            [
                "task": "convert kelvin", "lesson": ["guidance": "Subtract 273.15.", "summary": "Units."],
                "verdict": "pass", "q": 0.75, "toolsUsed": ["calculator"], "metadata": ["team": "ops"],
            ])
        #expect(made.status == 201)
        let memory = try #require(made.json.objectValue)
        #expect(
            memory.keys == [
                "id", "task", "lesson", "verdict", "q", "isPinned", "traceId", "toolsUsed", "metadata",
                "intentId", "mergedIntoId", "retiredTime", "author", "createdTime", "updatedTime",
            ])
        #expect(memory["lesson"]?["reflection"] == "Units.\nGuidance: Subtract 273.15.")
        #expect(memory["lesson"]?["generator"] == "author" && memory["author"] == "local")
        #expect(memory["q"]?.doubleValue == 0.75 && memory["verdict"] == "pass")
        #expect(memory["createdTime"] == "2026-01-01T00:00:00.000000Z")
        let id = try #require(memory["id"]?.stringValue)
        #expect(try await house.told(.get, "/memories/\(id)").json == made.json)
    }

    @Test("Memories are listed newest first, by page, by words, and without the retired ones")
    func list() async throws {
        let house = try await NativeHouse()
        let old = try await house.memory("alpha beta")
        house.time.advance(milliseconds: 10)
        let new = try await house.memory("gamma delta")
        func ids(_ query: String) async throws -> [JSON?] {
            try await house.told(.get, "/memories\(query)").json["items"]?.arrayValue?.map { $0["id"] } ?? []
        }
        #expect(try await ids("") == [.string(new), .string(old)])
        #expect(try await ids("?q=ALPHA") == [.string(old)])
        let page = try await house.told(.get, "/memories?limit=1").json
        let next = try #require(page["next"]?.stringValue)
        #expect(try await ids("?limit=1&cursor=\(next)") == [.string(old)])
        _ = try await house.told(.post, "/memories/\(new)/retire")
        #expect(try await ids("") == [.string(old)])
        #expect(try await ids("?retired=true").count == 2)
    }

    @Test("A query explains its answers: similarity, value, score and the reason")
    func query() async throws {
        let house = try await NativeHouse()
        let near = try await house.memory("convert kelvin to celsius", ["metadata": ["kind": "unit"]])
        _ = try await house.memory("write a poem about the sea")
        let found = try await house.told(
            .post, "/memories/query",
            ["task": "convert kelvin to celsius", "similarityWeight": 0.5, "metadata": ["kind": "unit"]])
        let first = try #require(found.json["items"]?[0])
        #expect(found.json["items"]?.arrayValue?.count == 1 && first["id"] == .string(near))
        #expect(abs((first["similarity"]?.doubleValue ?? 0) - 1) < 0.01)
        #expect(abs((first["score"]?.doubleValue ?? 0) - 0.75) < 0.01)
        #expect(first["reason"] == "similarity 1.00 x 0.50 + value 0.50 x 0.50")
    }

    @Test("Editing changes what is named; new parts make a new text, and a new text leaves no old parts")
    func edit() async throws {
        let house = try await NativeHouse()
        let id = try await house.memory("alpha", ["lesson": ["summary": "One.", "guidance": "Two."]])
        let edited = try await house.told(
            .patch, "/memories/\(id)",
            ["task": "beta", "lesson": ["guidance": "Three."], "isPinned": true, "metadata": ["a": 1]])
        #expect(edited.json["task"] == "beta" && edited.json["isPinned"] == true)
        #expect(edited.json["lesson"]?["reflection"] == "One.\nGuidance: Three.")
        #expect(edited.json["metadata"] == ["a": 1])
        let plain = try await house.memory("gamma", ["lesson": "A text."])
        let more = try await house.told(.patch, "/memories/\(plain)", ["lesson": ["keyMistake": "Haste."]])
        #expect(more.json["lesson"]?["reflection"] == "A text.\nKey mistake: Haste.")
        let text = try await house.told(.patch, "/memories/\(plain)", ["lesson": "Another."])
        #expect(text.json["lesson"]?["reflection"] == "Another.")
        #expect(text.json["lesson"]?["keyMistake"] == "" && text.json["task"] == "gamma")
    }

    @Test("Merging retires the others in favour of one; restoring takes that back")
    func merge() async throws {
        let house = try await NativeHouse()
        let kept = try await house.memory("one")
        let other = try await house.memory("two")
        let merged = try await house.told(
            .post, "/memories/\(kept)/merge", ["ids": [.string(other)], "lesson": "Both."])
        #expect(merged.json["id"] == .string(kept) && merged.json["lesson"]?["reflection"] == "Both.")
        let gone = try await house.told(.get, "/memories/\(other)").json
        #expect(gone["mergedIntoId"] == .string(kept) && gone["retiredTime"] != .null)
        let back = try await house.told(.post, "/memories/\(other)/restore").json
        #expect(back["mergedIntoId"] == .null && back["retiredTime"] == .null)
        let actions = try await house.store.auditEntries(limit: 2).map(\.action)
        #expect(actions == ["memory.restore", "memory.merge"])
    }

    @Test("A review moves the memories the run was given; undo and reset are entries of the history too")
    func values() async throws {
        let house = try await NativeHouse()
        let id = try await house.memory("weather in a city")
        try await house.give([id])
        #expect(try await house.told(.post, "/traces/\(Self.run)/review", ["verdict": "pass"]).status == 200)
        #expect(try await house.value(id) == 0.65)
        let history = try await house.told(.get, "/memories/\(id)/history").json["items"]
        let change = try #require(history?[1])
        #expect(
            change.objectValue?.keys == [
                "id", "cause", "traceId", "reward", "alpha", "floor", "before", "after", "isUndone", "author",
                "time",
            ])
        #expect(change["cause"] == "review" && change["traceId"] == .string(Self.run))
        #expect(change["reward"]?.doubleValue == 1 && change["alpha"]?.doubleValue == 0.3)
        #expect(change["before"]?.doubleValue == 0.5 && change["after"]?.doubleValue == 0.65)
        let number = try #require(change["id"]?.intValue)
        let undone = try await house.told(.post, "/memories/\(id)/history/\(number)/undo")
        #expect(undone.json["cause"] == "undo" && undone.json["after"]?.doubleValue == 0.5)
        #expect(try await house.told(.post, "/memories/\(id)/history/\(number)/undo").status == 409)
        let reset = try await house.told(.post, "/memories/\(id)/reset", ["q": 0.25])
        #expect(reset.json["before"]?.doubleValue == 0.5 && reset.json["after"]?.doubleValue == 0.25)
        _ = try await house.told(.post, "/memories/\(id)/reset")
        #expect(try await house.value(id) == 0.5)
        let first = try await house.told(.get, "/memories/\(id)/history?limit=2").json
        let next = try #require(first["next"]?.stringValue)
        let rest = try await house.told(.get, "/memories/\(id)/history?cursor=\(next)").json["items"]
        #expect(rest?.arrayValue?.map { $0["cause"] } == ["undo", "set", "set"])
        #expect(first["items"]?[1]?["isUndone"] == true)
    }

    @Test("What is exported is imported elsewhere with its history, once")
    func travel() async throws {
        let house = try await NativeHouse()
        for number in 1...5 { _ = try await house.memory("task number \(number)", ["q": 0.8]) }
        let id = try await house.memory("the reset one")
        _ = try await house.told(.post, "/memories/\(id)/reset", ["q": 0.9])
        let whole = try await house.get("/memories/export")
        #expect(whole.headers["Content-Type"] == "application/x-ndjson" && whole.headers["Link"] == nil)
        #expect(whole.bodyText.split(separator: "\n").count == 6)
        let part = try await house.get("/memories/export?limit=4")
        let link = try #require(part.headers["Link"])
        let rest = try await house.ask(.get, String(link.dropFirst().prefix { $0 != ">" }))
        #expect(part.bodyText + rest.bodyText == whole.bodyText && rest.headers["Link"] == nil)

        let other = try await NativeHouse()
        for expected in [["added": 6, "known": 0], ["added": 0, "known": 6]] as [JSON] {
            let answer = try await other.ask(
                .post, "/api/hindcast/v1/memories/import", body: whole.bodyText)
            #expect(answer.bodyJSON == expected)
        }
        #expect(try await other.get("/memories/export").bodyText == whole.bodyText)
        let changes = try await other.told(.get, "/memories/\(id)/history").json["items"]
        #expect(changes?.arrayValue?.map { $0["after"]?.doubleValue } == [0.5, 0.9])
    }

    @Test("An import with one bad line stores nothing")
    func badImport() async throws {
        let house = try await NativeHouse()
        _ = try await house.memory("good")
        let line = try await house.get("/memories/export").bodyText
        let other = try await NativeHouse()
        for bad in ["{}", "no json", #"{"id":"1","task":"x"}"#] {
            let answer = try await other.ask(
                .post, "/api/hindcast/v1/memories/import", body: line + bad + "\n")
            #expect(answer.status == .badRequest)
            #expect(answer.bodyJSON["error"]?["message"]?.stringValue?.contains("Line 2") == true)
        }
        #expect(try await other.told(.get, "/memories").json["items"] == [])
    }

    @Test("The loop runs over a socket as it does without one")
    func socket() async throws {
        let house = try await NativeHouse()
        let server = try HTTPServer.start(
            configuration: HTTPServerConfiguration(), responder: house.router)
        let root = "http://127.0.0.1:\(server.port)/api/hindcast/v1"
        let client = HTTPClient()
        func ask(_ method: HTTPMethod, _ path: String, _ body: JSON) async throws -> (Int, JSON) {
            let answer = try await client.fetch(.json(method, root + path, body.serialized()))
            return (answer.status, try JSONReader.parse(answer.body))
        }
        let (made, memory) = try await ask(.post, "/memories", ["task": "a b", "lesson": "c"])
        let (asked, found) = try await ask(.post, "/memories/query", ["task": "a b"])
        let (refused, _) = try await ask(.patch, "/learning", ["alpha": 2])
        await server.stop()
        #expect(made == 201 && asked == 200 && refused == 400)
        #expect(found["items"]?[0]?["id"] == memory["id"])
    }
}
