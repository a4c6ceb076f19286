import HindcastCLI
import HindcastJSON
import HindcastModel
import HindcastStore
import TestKit
import Testing

@Suite("Commands")
struct CommandTests {
    private let house = CommandHouse()

    private static let run: SampleRun = {
        var run = SampleRun(7)
        run.common = [AttributeEntry(key: "gen_ai.conversation.id", value: .string("s-1"))]
        let root = run.span("agent", [("gen_ai.operation.name", .string("invoke_agent"))])
        let question = SampleRun.message("user", "Weather in Oslo?")
        let asks = SampleRun.toolCall("c1", "weather", ["city": "Oslo"])
        run.call([question], [asks], parent: root)
        run.span(
            "fetch\u{1B}[31m the weather from a service with a very long name", [], parent: root,
            error: "timeout")
        run.call(
            [question, asks, SampleRun.toolResult("c1", "14 degrees")],
            [SampleRun.message("assistant", "Mild.")],
            parent: root)
        return run
    }()

    @Test("key create prints just the key")
    func keyCreate() async throws {
        #expect(await house.run("key", "create", "--project", "shop", "--scope", "read") == 0)
        let key = house.output.dropLast()
        #expect(key.hasPrefix("hk_") && key.utf8.count == 43 && house.output.last == "\n")
        #expect(house.errors.isEmpty)
        #expect(house.uses == [.records])
        #expect(await house.run("key", "list") == 0)
        #expect(house.output.contains("shop") && !house.output.contains(key))
        #expect(await house.run("key", "revoke", "1") == 0)
        #expect(await house.run("key", "revoke", "1") == 1)
        #expect(await house.run("key", "list", "--json") == 0)
        #expect(try JSONReader.parse(house.output)["items"]?[0]?["revokedTime"]?.stringValue != nil)
    }

    @Test("A key may be given several scopes at once")
    func keyScopes() async throws {
        #expect(await house.run("key", "create", "--scope", "read,ingest", "--json") == 0)
        #expect(try JSONReader.parse(house.output)["scope"] == "ingest,read")
    }

    @Test("Traces are listed in a table that fits the terminal")
    func list() async throws {
        try await house.record(Self.run)
        #expect(await house.run("trace", "list", width: 90) == 0)
        for line in house.output.split(separator: "\n") { #expect(line.count <= 90) }
        #expect(house.output.contains(Self.run.traceID.description) && house.output.contains("error"))
        #expect(house.uses == [.read])
        #expect(await house.run("trace", "list", "--json") == 0)
        #expect(try JSONReader.parse(house.output)["items"]?[0]?["spanCount"] == 4)
        #expect(await house.run("trace", "list", "model:gpt*", "cost:>0.1") == 0)
        #expect(house.store.lastFilter == .all([.model("gpt*"), .cost(.more, 0.1)]))
    }

    @Test("A trace is shown as a tree, with errors marked and nothing that could steer the terminal")
    func show() async throws {
        try await house.record(Self.run)
        #expect(await house.run("trace", "show", Self.run.traceID.description, width: 110) == 0)
        let lines = house.output.split(separator: "\n").map(String.init)
        #expect(lines[0] == "agent  \(Self.run.traceID)")
        #expect(lines[1].contains("4 spans") && lines[1].contains("session s-1"))
        let tree = lines.dropFirst(3).map { String($0.prefix(12)) }
        #expect(tree[0].hasPrefix("agent"))
        #expect(tree[1].hasPrefix("├─ chat"))
        #expect(tree[2].hasPrefix("├─ ✗ fetch"))
        #expect(tree[3].hasPrefix("└─ chat"))
        #expect(!house.output.contains("\u{1B}"))
        #expect(lines.dropFirst(2).allSatisfy { $0.count <= 110 })
        #expect(await house.run("trace", "show", Self.run.traceID.description, colour: true) == 0)
        #expect(house.output.contains("\u{1B}[31m"))
    }

    @Test("A trace as JSON is what the API answers; a span and a transcript can be shown too")
    func showMore() async throws {
        try await house.record(Self.run)
        let id = Self.run.traceID.description
        #expect(await house.run("trace", "show", id, "--json") == 0)
        #expect(try JSONReader.parse(house.output)["spans"]?[3]?["newMessages"] == 1)
        #expect(await house.run("trace", "show", id, Self.run.spans[3].spanID.description) == 0)
        #expect(try JSONReader.parse(house.output)["output"]?[0]?["content"] == "Mild.")
        #expect(await house.run("trace", "show", id, "--transcript") == 0)
        #expect(house.output.contains("Weather in Oslo?") && house.output.contains("→ weather"))
        #expect(await house.run("trace", "show", String(repeating: "e", count: 32)) == 1)
        #expect(await house.run("trace", "show", id, "--project", "nobody") == 1)
    }

    @Test("Traces are deleted only when the person is sure")
    func delete() async throws {
        try await house.record(Self.run)
        let id = Self.run.traceID.description
        #expect(await house.run("trace", "delete", id, "--yes") == 0)
        #expect(house.output == "Deleted 1 traces with 4 spans.\n")
        #expect(house.uses == [.exclusive])
        #expect(await house.run("trace", "delete", id, "--yes") == 1)
        #expect(try await house.store.auditEntries(limit: 1).first?.action == "trace.delete")
    }

    @Test("When a server holds the folder, the person is told how to ask it")
    func heldByServer() async throws {
        house.startServer()
        #expect(await house.run("trace", "delete", "--all", "--yes") == 3)
        #expect(
            house.errors.contains("curl -X DELETE 'http://127.0.0.1:8000/api/hindcast/v1/traces?all=true'"))
        #expect(await house.run("gc") == 3)
        #expect(house.errors.contains("curl -X POST 'http://127.0.0.1:8000/api/hindcast/v1/gc'"))
        house.answerAsServer(#"{"error":{"code":"missing_key","message":"No key."}}"#, status: 401)
        #expect(await house.run("demo") == 3)
        #expect(house.errors.contains("curl -X POST -H 'Authorization: Bearer hk_…'"))
        #expect(house.errors.contains("No key. Say --key KEY"))
    }

    @Test("Beside a running server the demo is written by the server")
    func demoBesideServer() async throws {
        house.startServer()
        house.answerAsServer(#"{"items":[{"id":"abc","title":"a run"}]}"#)
        #expect(await house.run("demo", "--project", "a b") == 0)
        #expect(house.requests == ["POST http://127.0.0.1:8000/api/hindcast/v1/demo?project=a%20b"])
        #expect(house.output.contains("Wrote 1 runs into project a b") && house.output.contains("abc  a run"))
    }

    @Test(
        "A folder that cannot be used is exit code 3 with the store's own sentence",
        arguments: [
            StoreError.corrupt("It is damaged."), .newer("It is newer."), .readOnly("It is read-only."),
        ])
    func unusable(error: StoreError) async throws {
        house.failOpening(with: error)
        #expect(await house.run("stats") == 3)
        #expect(house.errors == "hindcast: \(error.sentence)\n")
    }

    @Test("The demo leaves runs that can be explored: a session, an error, a branch, a sub-agent")
    func demo() async throws {
        #expect(await house.run("demo") == 0)
        #expect(house.output.contains("Wrote 6 runs"))
        let project = try #require(try await house.store.project(named: "default"))
        let page = try await house.store.traces(TraceQuery(limit: 50), project: project.id)
        #expect(page.items.count == 6)
        #expect(page.items.filter { $0.sessionID != nil }.count == 3)
        #expect(page.items.filter { $0.status == .error }.count == 1)
        #expect(
            page.items.allSatisfy {
                $0.tags.contains("demo") && $0.inputTokens > 0 && $0.start < house.time.now
            })
        let code = try #require(page.items.first { $0.tags.contains("code") })
        #expect(code.modelCallCount == 12)
        #expect(await house.run("trace", "show", code.id.description, "--json") == 0)
        let counts = try JSONReader.parse(house.output)["spans"]?.arrayValue?.compactMap {
            $0["newMessages"]?.intValue
        }
        #expect(counts == [2] + Array(repeating: 1, count: 11))
    }

    @Test("Search marks the words it found")
    func search() async throws {
        try await house.record(Self.run)
        #expect(await house.run("search", "timeout", colour: true) == 0)
        #expect(house.output.contains("\u{1B}[33mtimeout\u{1B}[0m found"))
        #expect(await house.run("search", "nowhere") == 0)
        #expect(house.output == "Nothing found.\n")
        #expect(await house.run("search", "??") == 2)
    }

    @Test("tail shows what is recorded while it runs, and nothing that was there before")
    func tail() async throws {
        try await house.record(Self.run)
        house.time.advance(milliseconds: 60_000)
        var later = SampleRun(8, startMilliseconds: 70_000)
        later.span("later", [])
        let run = later
        house.duringPauses([{ [house] in try? await house.record(run) }])
        #expect(await house.run("tail") == 0)
        #expect(house.output.contains("later") && !house.output.contains("agent"))
        #expect(house.output.split(separator: "\n").count == 1)
    }

    @Test("Figures, check, garbage and backup speak plainly and in JSON")
    func care() async throws {
        try await house.record(Self.run)
        #expect(await house.run("stats") == 0)
        #expect(house.output.contains("distinct messages"))
        #expect(await house.run("check") == 0)
        #expect(house.output == "The store is sound.\n")
        #expect(await house.run("gc") == 0)
        #expect(house.output == "Freed 4.0 KiB of 3 contents.\n")
        #expect(await house.run("backup", "/tmp/copy") == 0)
        #expect(try await house.store.auditEntries(limit: 1).first?.action == "backup")
        #expect(await house.run("stats", "--json") == 0)
        #expect(try JSONReader.parse(house.output)["spans"] == 4)
    }

    @Test("Projects are made, listed and deleted")
    func projects() async throws {
        #expect(await house.run("project", "create", "shop") == 0)
        #expect(await house.run("project", "list") == 0)
        #expect(house.output.contains("shop"))
        #expect(await house.run("project", "delete", "shop") == 2)
        #expect(await house.run("project", "delete", "shop", "--yes") == 0)
        #expect(await house.run("project", "delete", "shop", "--yes") == 1)
    }
}
