import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore
import TestKit
import Testing

@Suite("Native API: reviews and settings")
struct NativeReviewTests {
    private static let run = NativeHouse.agentRun.traceID.description

    @Test("A run that came by any door is shown as an attempt, reviewed, and has made a memory")
    func review() async throws {
        let house = try await NativeHouse()
        let before = try await house.told(.get, "/traces/\(Self.run)/review").json
        #expect(before["task"] == "Weather in Oslo?" && before["finalResponse"] == "Mild.")
        #expect(before["memories"] == [] && before["review"] == .null)
        let body: JSON = ["verdict": "fail", "feedback": "It rained.", "alpha": 0.1]
        let answer = try await house.told(.post, "/traces/\(Self.run)/review", body)
        let review = try #require(answer.json["review"])
        #expect(answer.status == 200 && review["state"] == "completed" && review["mode"] == "deferred")
        #expect(review["verdict"] == "fail" && review["alpha"]?.doubleValue == 0.1)
        #expect(review["feedback"] == "It rained." && review["author"] == "local")
        let id = try #require(review["memoryId"]?.stringValue)
        let memory = try await house.told(.get, "/memories/\(id)").json
        #expect(memory["traceId"] == .string(Self.run) && memory["lesson"]?["generator"] == "template")
        #expect(memory["verdict"] == "fail" && memory["q"]?.doubleValue == 0.5)
        #expect(try await house.told(.get, "/traces/\(Self.run)/review").json == answer.json)
    }

    @Test("The same verdict again changes nothing, another one is a conflict, and a correction is audited")
    func correction() async throws {
        let house = try await NativeHouse()
        let memory = try await house.memory("weather")
        try await house.give([memory])
        let path = "/traces/\(Self.run)/review"
        let first = try await house.told(.post, path, ["verdict": "pass"])
        #expect(try await house.told(.post, path, ["verdict": "pass"]).json == first.json)
        #expect(try await house.value(memory) == 0.65)
        let conflict = try await house.told(.post, path, ["verdict": "fail"])
        #expect(conflict.status == 409 && conflict.json["error"]?["code"] == "conflict")
        let corrected = try await house.told(.put, path, ["verdict": "fail", "lesson": "Ask twice."])
        #expect(corrected.status == 200 && corrected.json["review"]?["verdict"] == "fail")
        #expect(try await house.value(memory) == 0.35)
        let causes = try await house.told(.get, "/memories/\(memory)/history").json["items"]?.arrayValue
        #expect(causes?.map { $0["cause"] } == ["set", "review", "undo", "review"])
        let audit = try #require(try await house.store.auditEntries(limit: 1).first)
        #expect(audit.action == "review.correct" && audit.subject == "trace \(Self.run): pass to fail")
    }

    @Test("Settings are read, changed in part, and taken from a preset of the paper")
    func settings() async throws {
        let house = try await NativeHouse()
        let start = try await house.told(.get, "/learning").json
        #expect(
            start.objectValue?.keys == [
                "policy", "credit", "alpha", "similarityMin", "similarityWeight", "scoreWeight", "memrl",
            ])
        #expect(start["policy"] == "reflect" && start["alpha"]?.doubleValue == 0.3)
        let changed = try await house.told(.patch, "/learning", ["credit": "used", "alpha": 0.1]).json
        #expect(changed["credit"] == "used" && changed["alpha"]?.doubleValue == 0.1)
        #expect(changed["similarityMin"] == start["similarityMin"])
        let preset = try await house.told(
            .patch, "/learning",
            [
                "policy": "memrl",
                "memrl": ["preset": "lifelongOS", "threshold": "paper", "exploration": 0],
            ]
        ).json
        #expect(preset["policy"] == "memrl" && preset["alpha"]?.doubleValue == 0.3)
        #expect(preset["memrl"]?["similarityMin"]?.doubleValue == 0.35)
        #expect(preset["memrl"]?["qFloor"]?.doubleValue == 0 && preset["memrl"]?["tasksMax"] == 10)
        #expect(preset["memrl"]?["exploration"]?.doubleValue == 0)
        let cleared = try await house.told(.patch, "/learning", ["memrl": ["qFloor": nil]]).json
        #expect(cleared["memrl"]?["qFloor"] == .null && cleared["memrl"]?["tasksMax"] == 10)
        #expect(try await house.told(.patch, "/learning", ["alpha": nil, "memrl": nil]).json == cleared)
        #expect(try await house.told(.get, "/learning").json == cleared)
    }

    @Test("The guide is there from the fifth reviewed memory on")
    func skill() async throws {
        let house = try await NativeHouse()
        for number in 1...4 { _ = try await house.memory("task \(number)", ["verdict": "pass"]) }
        #expect(try await house.told(.get, "/skill").status == 404)
        _ = try await house.memory("task 5", ["verdict": "fail"])
        let skill = try await house.told(.get, "/skill").json
        #expect(skill["version"] == 1 && skill["content"]?.stringValue?.contains("### task 5") == true)
    }

    /// Method, path below the root, body, and what the sentence names.
    private static let refusals: [(HTTPMethod, String, JSON, String)] = [
        (.post, "/memories", ["task": "x"], "`lesson`"),
        (.post, "/memories", ["lesson": "x"], "`task`"),
        (.post, "/memories", ["task": " ", "lesson": "x"], "`task`"),
        (.post, "/memories", ["task": "x", "lesson": ""], "`lesson`"),
        (.post, "/memories", ["task": "x", "lesson": [:]], "`lesson`"),
        (.post, "/memories", ["task": "x", "lesson": ["moral": "y"]], "`lesson.moral`"),
        (.post, "/memories", ["task": "x", "lesson": "y", "q": 1.5], "`q`"),
        (.post, "/memories", ["task": "x", "lesson": "y", "verdict": "maybe"], "pass, fail"),
        (.post, "/memories", ["task": "x", "lesson": "y", "weight": 1], "`weight`"),
        (.post, "/memories", [], "JSON object"),
        (.post, "/memories/query", [:], "`task`"),
        (.post, "/memories/query", ["task": "x", "limit": 0], "`limit`"),
        (.post, "/memories/query", ["task": "x", "lambda": 1], "similarityWeight"),
        (.post, "/memories/query", ["task": "x", "similarityMin": "high"], "`similarityMin`"),
        (.post, "/memories/query", ["task": "x", "policy": "best"], "reflect, memrl"),
        (.get, "/memories?retired=perhaps", .null, "`retired`"),
        (.patch, "/learning", ["alpha": 1.1], "`alpha`"),
        (.patch, "/learning", ["alpha": "much"], "`alpha`"),
        (.patch, "/learning", ["credit": "all"], "retrieved, used"),
        (.patch, "/learning", ["speed": 1], "`speed`"),
        (.patch, "/learning", ["memrl": ["preset": "none"]], "alfWorld"),
        (.patch, "/learning", ["memrl": ["threshold": "paper"]], "`memrl.threshold`"),
        (.patch, "/learning", ["alpha": 0.9, "memrl": ["tasksMax": 0]], "`memrl.tasksMax`"),
        (.patch, "/learning", ["memrl": ["similarityDeviation": 0]], "`memrl.similarityDeviation`"),
        (.post, "/traces/\(run)/review", [:], "`verdict`"),
        (.post, "/traces/\(run)/review", ["verdict": "good"], "pass, fail"),
        (.post, "/traces/\(run)/review", ["verdict": "pass", "alpha": -1], "`alpha`"),
        (.put, "/traces/\(run)/review", ["verdict": "pass", "lesson": 7], "`lesson`"),
    ]

    @Test("Bad input is refused with a sentence that names it, and nothing is stored")
    func refused() async throws {
        let house = try await NativeHouse()
        for (method, path, body, fragment) in Self.refusals {
            let answer = try await house.told(method, path, body == .null ? nil : body)
            #expect(answer.status == 400, "\(method) \(path) \(body.text)")
            let sentence = answer.json["error"]?["message"]?.stringValue ?? ""
            #expect(sentence.contains(fragment), "\(path) \(body.text): \(sentence)")
        }
        #expect(try await house.told(.get, "/memories?retired=true").json["items"] == [])
        #expect(try await house.told(.get, "/learning").json["alpha"]?.doubleValue == 0.3)
        #expect(try await house.told(.get, "/traces/\(Self.run)/review").json["review"] == .null)
    }

    @Test("What is not there is not found")
    func unknown() async throws {
        let house = try await NativeHouse()
        let nobody = "00000000-0000-4000-8000-000000000000"
        let known = try await house.memory("x")
        let trace = String(repeating: "e", count: 32)
        for (method, path, body) in [
            (.get, "/memories/\(nobody)", nil), (.get, "/memories/xyz", nil),
            (.get, "/memories/\(nobody)/history", nil), (.patch, "/memories/\(nobody)", ["task": "y"]),
            (.delete, "/memories/\(nobody)", nil), (.post, "/memories/\(nobody)/retire", nil),
            (.post, "/memories/\(nobody)/restore", nil), (.post, "/memories/\(nobody)/reset", nil),
            (.post, "/memories/\(nobody)/history/1/undo", nil),
            (.post, "/memories/\(known)/history/one/undo", nil),
            (.post, "/memories/\(known)/merge", ["ids": [.string(nobody)]]),
            (.get, "/memories?project=nobody", nil), (.get, "/traces/\(trace)/review", nil),
            (.post, "/traces/\(trace)/review", ["verdict": "pass"]),
            (.put, "/traces/\(trace)/review", ["verdict": "pass"]),
        ] as [(HTTPMethod, String, JSON?)] {
            #expect(try await house.told(method, path, body).status == 404, "\(method) \(path)")
        }
    }

    @Test("Reading needs read, care needs write, deleting and importing need admin; projects stay apart")
    func scopes() async throws {
        let house = try await NativeHouse(.keys)
        func key(_ scope: Scope, _ project: String = "default") async throws -> String {
            try await house.administration.createKey(
                project: project, scopes: [scope], label: "", actor: "test"
            ).key.text
        }
        let (reader, writer, admin) = (try await key(.read), try await key(.write), try await key(.admin))
        let stranger = try await key(.admin, "other")
        let draft: JSON = ["task": "x", "lesson": "y"]
        #expect(try await house.told(.post, "/memories", draft, key: reader).status == 403)
        let made = try await house.told(.post, "/memories", draft, key: writer)
        let path = "/memories/\(made.json["id"]?.stringValue ?? "")"
        #expect(made.status == 201 && made.json["author"] == "key 2")
        #expect(try await house.told(.get, path).status == 401)
        #expect(try await house.told(.get, path, key: reader).status == 200)
        #expect(try await house.told(.post, "/memories/query", ["task": "x"], key: reader).status == 200)
        #expect(try await house.told(.patch, "/learning", ["alpha": 0.2], key: reader).status == 403)
        #expect(try await house.told(.post, "/memories/import", key: writer).status == 403)
        #expect(try await house.told(.delete, path, key: writer).status == 403)
        #expect(try await house.told(.get, path, key: stranger).status == 404)
        #expect(try await house.told(.get, "\(path)?project=default", key: stranger).status == 404)
        #expect(try await house.told(.delete, path, key: stranger).status == 404)
        #expect(try await house.told(.get, "\(path)?project=default", key: reader).status == 200)
        #expect(try await house.told(.delete, path, key: admin).status == 204)
    }

    @Test("Whoever sits at the machine may name another project")
    func named() async throws {
        let house = try await NativeHouse()
        _ = try await house.administration.createProject(named: "a b", actor: "test")
        _ = try await house.told(.post, "/memories?project=a%20b", ["task": "x", "lesson": "y"])
        #expect(try await house.told(.get, "/memories").json["items"] == [])
        #expect(try await house.told(.get, "/memories?project=a%20b").json["items"]?[0]?["task"] == "x")
    }
}
