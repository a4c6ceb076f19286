import HindcastCLI
import HindcastJSON
import HindcastModel
import HindcastStore
import TestKit
import Testing

@Suite("Commands for memories")
struct MemoryCommandTests {
    private let house = CommandHouse()

    private static let run: SampleRun = {
        var run = SampleRun(7)
        run.call([SampleRun.message("user", "Weather in Oslo?")], [SampleRun.message("assistant", "Mild.")])
        return run
    }()

    private func json(_ words: String...) async throws -> JSON {
        let code = await run(words + ["--json"])
        #expect(code == 0, "\(words): \(house.errors)")
        return try JSONReader.parse(house.output)
    }

    private func run(_ words: [String], width: Int? = nil) async -> Int32 {
        await house.run(words: words, width: width)
    }

    private func memory(_ task: String) async throws -> String {
        try await json("memory", "add", task, "--lesson", "Look before you leap.").text("id")
    }

    @Test("A memory is written down, and its id printed alone")
    func add() async throws {
        let words = ["memory", "add", "convert kelvin", "--guidance", "Subtract 273.15.", "--tools", "a,b"]
        #expect(await run(words) == 0)
        let id = house.output.trimmed
        #expect(RecordID(id) != nil && house.errors.isEmpty && house.uses == [.exclusive])
        let memory = try await json("memory", "show", id)
        #expect(memory["lesson"]?["reflection"] == "Guidance: Subtract 273.15.\nTools: a, b")
        #expect(memory["lesson"]?["applicableTools"] == ["a", "b"])
        #expect(memory["history"]?.arrayValue?.count == 1)
        #expect(house.uses.last == .read)
    }

    @Test("Memories are listed in a table that fits the terminal")
    func list() async throws {
        #expect(await run(["memory", "list"]) == 1)
        let id = try await memory(
            "a task with a rather long name that no terminal of eighty columns has room for")
        #expect(await run(["memory", "list"], width: 80) == 0)
        for line in house.output.split(separator: "\n") { #expect(line.count <= 80) }
        #expect(house.output.contains(id) && house.output.contains("0.5000") && house.output.contains("…"))
        #expect(await run(["memory", "list", "nowhere"]) == 0)
        #expect(house.output == "No memory has these words.\n")
    }

    @Test("A memory is shown with its lesson, where it came from, and its changes with arrows and bars")
    func show() async throws {
        try await house.record(Self.run)
        let trace = Self.run.traceID.description
        let given = try await memory("weather")
        _ = try await house.patchMetadata(of: Self.run.traceID, ["hindcast.memory.ids": [.string(given)]])
        let made = try await json("review", "add", trace, "fail", "--feedback", "It rained.")
        #expect(await run(["memory", "show", given], width: 100) == 0)
        #expect(house.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
        #expect(house.output.contains("  set   "))
        #expect(house.output.contains("0.0000  0.3000  0.5000  ↓  0.3500  ████░░░░░░"))
        #expect(await run(["memory", "show", made["review"]?.text("memoryId") ?? ""]) == 0)
        #expect(house.output.hasPrefix("Weather in Oslo?\nvalue 0.5000 · verdict fail · by local\n"))
        #expect(house.output.contains("Learned from  trace \(trace)"))
        #expect(house.output.contains("Lesson, written from a template\n  Failed: Weather in Oslo?"))
    }

    @Test("A query says why each memory stands where it stands")
    func query() async throws {
        let id = try await memory("convert kelvin to celsius")
        #expect(await run(["memory", "query", "convert", "kelvin", "to", "celsius"]) == 0)
        #expect(house.output.hasPrefix("1. convert kelvin to celsius  \(id)\n"))
        #expect(house.output.contains("similarity 1.00 x 0.50 + value 0.50 x 0.50"))
        #expect(house.output.contains("│ Look before you leap."))
        #expect(await run(["memory", "query", "x", "--similarity-min", "2"]) == 2)
        #expect(house.errors.contains("similarityMin"))
    }

    @Test("Memories are cared for: pinned, retired, restored, merged, edited, reset and deleted")
    func care() async throws {
        let one = try await memory("one")
        let two = try await memory("two")
        #expect(await run(["memory", "pin", one, two]) == 0)
        #expect(house.output == "Memory \(one) is pinned.\nMemory \(two) is pinned.\n")
        #expect(await run(["memory", "merge", one, two]) == 2)
        #expect(await run(["memory", "unpin", two]) == 0)
        #expect(await run(["memory", "merge", one, two, "--lesson", "Both."]) == 0)
        #expect(try await json("memory", "show", two)["mergedIntoId"] == .string(one))
        #expect(await run(["memory", "restore", two]) == 0)
        #expect(await run(["memory", "retire", two]) == 0)
        #expect(await run(["memory", "list", "--retired"]) == 0)
        #expect(house.output.contains("retired") && house.output.contains("pinned"))
        #expect(await run(["memory", "edit", one, "--task", "first"]) == 0)
        #expect(house.output.hasPrefix("first\n") && house.output.contains("Both."))
        #expect(await run(["memory", "reset", one, "--q", "0.75"]) == 0)
        #expect(house.output == "Memory \(one) went from 0.5000 to 0.7500.\n")
        #expect(await run(["memory", "delete", two, "--yes"]) == 0)
        #expect(await run(["memory", "show", two]) == 1)
        #expect(house.errors == "hindcast: There is no memory \(two).\n")
    }

    @Test("A review moves values, a correction moves them anew, and one change can be taken back")
    func review() async throws {
        try await house.record(Self.run)
        let trace = Self.run.traceID.description
        let id = try await memory("weather")
        _ = try await house.patchMetadata(of: Self.run.traceID, ["hindcast.memory.ids": [.string(id)]])
        #expect(await run(["review", "show", trace]) == 0)
        #expect(house.output.contains("Was given   \(id)") && house.output.contains("none yet"))
        #expect(await run(["review", "add", trace, "PASS"]) == 0)
        #expect(house.output.contains("Verdict     pass, by local"))
        #expect(try await json("memory", "show", id)["q"]?.doubleValue == 0.65)
        #expect(await run(["review", "add", trace, "fail"]) == 1)
        #expect(await run(["review", "correct", trace, "fail", "--alpha", "0.5"]) == 0)
        let history = try await json("memory", "show", id)["history"]?.arrayValue ?? []
        #expect(history.map { $0["after"]?.doubleValue } == [0.5, 0.65, 0.5, 0.25])
        let change = try #require(history.last?["id"]?.intValue)
        #expect(await run(["memory", "undo", id, String(change)]) == 0)
        #expect(house.output == "Memory \(id) went from 0.2500 to 0.5000.\n")
        #expect(await run(["memory", "undo", id, String(change)]) == 1)
        #expect(await run(["review", "show", String(repeating: "e", count: 32)]) == 1)
    }

    @Test("What is exported is imported into another house with its history")
    func travel() async throws {
        let id = try await memory("one")
        _ = await run(["memory", "reset", id, "--q", "0.9"])
        #expect(await run(["memory", "export"]) == 0)
        let lines = house.output
        let other = CommandHouse()
        other.put(lines, inFile: "memories.jsonl")
        #expect(await other.run("memory", "import", "memories.jsonl") == 0)
        #expect(other.output == "Imported 1 memories.\n")
        #expect(await other.run("memory", "import", "memories.jsonl") == 0)
        #expect(
            other.output
                == "Imported 0 memories; 1 are in this data folder already (--copies gives new ids).\n")
        #expect(await other.run("memory", "export") == 0)
        #expect(other.output == lines)
        #expect(await other.run("memory", "import", "memories.jsonl", "--copies", "--json") == 0)
        #expect(other.output == "{\"added\":1,\"known\":0}\n")
        #expect(await other.run("memory", "import", "nowhere") == 1)
        other.put("{}", inFile: "bad")
        #expect(await other.run("memory", "import", "bad") == 2)
        #expect(other.errors.contains("Line 1 is no memory"))
    }

    @Test("Settings are shown, and changed as said")
    func settings() async throws {
        _ = try await memory("one")
        #expect(await run(["memory", "settings"]) == 0)
        #expect(
            house.output.contains("alpha") && !house.output.contains("memrl.") && house.uses.last == .read)
        let changed = try await json(
            "memory", "settings", "--policy", "memrl", "--preset", "hle", "--memrl", #"{"exploration":0.5}"#)
        #expect(changed["policy"] == "memrl" && changed["memrl"]?["exploration"]?.doubleValue == 0.5)
        #expect(await run(["memory", "settings"]) == 0)
        #expect(house.output.contains("memrl.exploration") && house.output.contains("0.5"))
        #expect(await run(["memory", "settings", "--alpha", "2"]) == 2)
    }

    @Test("The guide is printed as it is, once there is one")
    func skill() async throws {
        #expect(await run(["skill", "show"]) == 1)
        for number in 1...5 {
            _ = try await json("memory", "add", "task \(number)", "--lesson", "x", "--verdict", "pass")
        }
        #expect(await run(["skill", "show"]) == 0)
        #expect(house.output.hasPrefix("---\nname: ") && house.output.contains("### task 5"))
    }

    @Test("Beside a running server it is asked to change things, with project and key; reading needs it not")
    func besideServer() async throws {
        house.startServer()
        let id = try await memory("one")
        #expect(await run(["memory", "list"]) == 0)
        #expect(house.output.contains(id))
        #expect(house.requests == ["POST http://127.0.0.1:8000/api/hindcast/v1/memories"])
        #expect(house.uses == [.read])
        #expect(await run(["memory", "retire", id, "--project", "a b"]) == 1)
        #expect(house.requests.last?.hasSuffix("/memories/\(id)/retire?project=a%20b") == true)
        house.answerAsServer(#"{"error":{"message":"A key is needed."}}"#, status: 401)
        #expect(await run(["memory", "add", "it's", "--lesson", "x"]) == 3)
        #expect(house.errors.contains("A key is needed. Say --key KEY"))
        #expect(house.errors.contains(#"-d '{"task":"it'\''s","lesson":{"reflection":"x"}}'"#))
        #expect(await run(["skill", "show", "--key", "hk_1"]) == 3)
        #expect(house.keys == [nil, nil, nil, "Bearer hk_1"])
    }
}

extension JSON {
    fileprivate func text(_ name: String) -> String { self[name]?.stringValue ?? "" }
}

extension String {
    fileprivate var trimmed: String { split(whereSeparator: \.isWhitespace).joined() }
}
