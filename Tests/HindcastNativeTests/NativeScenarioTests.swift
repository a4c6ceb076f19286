import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore
import TestKit
import Testing

/// One request, what must come back, and what must not.
struct Scenario: Sendable, CustomTestStringConvertible {
    let caption: String
    var method = HTTPMethod.get
    let target: String
    var body = ""
    let status: Int
    var contains: [String] = []
    var lacks: [String] = []

    var testDescription: String { caption }

    static let trace = NativeHouse.agentRun.traceID.description
    static let span = NativeHouse.agentRun.spans[3].spanID.description
    static let root = "/api/hindcast/v1"

    static let all: [Scenario] = [
        .init(
            caption: "The server says that it is well", target: "/health", status: 200,
            contains: [#"{"status":"ok","version":"1.2.3"}"#]),
        .init(
            caption: "The front page names the doors", target: "/", status: 200,
            contains: ["/v1/traces", "4317"]),
        .init(
            caption: "Traces are listed, the newest first", target: "\(root)/traces", status: 200,
            contains: [#""name":"broken""#, #""sessionId":"s-1""#, #""userId":"ann""#, #""next":null"#]),
        .init(
            caption: "A page is as long as asked for", target: "\(root)/traces?limit=1", status: 200,
            contains: ["broken", #""next":"1""#], lacks: ["s-1"]),
        .init(
            caption: "The next page goes on", target: "\(root)/traces?limit=1&cursor=1", status: 200,
            contains: ["s-1"], lacks: ["broken"]),
        .init(
            caption: "A limit beyond the most is brought down, not refused",
            target: "\(root)/traces?limit=99999",
            status: 200),
        .init(
            caption: "A limit that is no number is refused", target: "\(root)/traces?limit=many", status: 400,
            contains: ["bad_request"]),
        .init(
            caption: "A cursor that was never given is refused", target: "\(root)/traces?cursor=zzz",
            status: 400,
            contains: ["bad_cursor"]),
        .init(
            caption: "A filter with a mistake is refused, with the place",
            target: "\(root)/traces?q=a+kind:robot",
            status: 400, contains: ["bad_filter", #""position":7"#, "agent, llm, tool"]),
        .init(
            caption: "An outline has all spans without bodies", target: "\(root)/traces/\(trace)",
            status: 200,
            contains: [#""spanTotal":4"#, #""newMessages":1"#, #""model":"gpt-4o""#, #""kind":"tool""#],
            lacks: ["Mild."]),
        .init(
            caption: "A trace id may be written as a UUID",
            target: "\(root)/traces/00000000-0000-00ab-0000-000000000001", status: 200),
        .init(
            caption: "An outline can be windowed", target: "\(root)/traces/\(trace)?offset=3&limit=1",
            status: 200,
            contains: [#""offset":3"#, span], lacks: [#""kind":"tool""#]),
        .init(
            caption: "An unknown trace is not found",
            target: "\(root)/traces/\(String(repeating: "f", count: 32))",
            status: 404, contains: ["not_found"]),
        .init(caption: "What is no id is not found", target: "\(root)/traces/xyz", status: 404),
        .init(
            caption: "A span is shown with messages and attributes",
            target: "\(root)/traces/\(trace)/spans/\(span)", status: 200,
            contains: ["Mild.", "14 degrees", #""toolCallId":"c1""#, "gen_ai.input.messages"]),
        .init(
            caption: "An unknown span is not found", target: "\(root)/traces/\(trace)/spans/00000000000000ff",
            status: 404),
        .init(
            caption: "Bytes are shown as base64, maps as objects",
            target:
                "\(root)/traces/\(NativeHouse.failedRun.traceID)/spans/\(NativeHouse.failedRun.spans[0].spanID)",
            status: 200, contains: [#""blob":"AQID""#, #""nested":{"a":1}"#, "disk on fire"]),
        .init(
            caption: "A transcript reads each message once", target: "\(root)/traces/\(trace)/transcript",
            status: 200,
            contains: ["Weather in Oslo?", "Mild.", #""origin":"continuation""#]),
        .init(
            caption: "A transcript's bad cursor is refused",
            target: "\(root)/traces/\(trace)/transcript?cursor=%C3%A9",
            status: 400, contains: ["bad_cursor"]),
        .init(
            caption: "A trace without log records has an empty list of them",
            target: "\(root)/traces/\(trace)/logs",
            status: 200, contains: [#"{"items":[]}"#]),
        .init(
            caption: "Search finds names and errors", target: "\(root)/search?q=fire", status: 200,
            contains: ["snippet", NativeHouse.failedRun.traceID.description]),
        .init(caption: "A search without words is refused", target: "\(root)/search", status: 400),
        .init(
            caption: "A search of signs only is refused", target: "\(root)/search?q=--", status: 400,
            contains: ["bad_query"]),
        .init(
            caption: "Figures tell what is stored", target: "\(root)/stats", status: 200,
            contains: [#""traces":2"#, #""spans":5"#, "bytesOnDisk", "unindexedContents"]),
        .init(
            caption: "A rollup has buckets", target: "\(root)/rollup?bucketSeconds=3600", status: 200,
            contains: [#""bucketSeconds":3600"#, "durationP95Milliseconds"]),
        .init(
            caption: "A rollup that ends before it begins is refused",
            target: "\(root)/rollup?since=2026-02-01&until=2026-01-01", status: 400),
        .init(
            caption: "Every route is listed with the scope it needs", target: "\(root)/routes", status: 200,
            contains: [
                #""pattern":"/api/hindcast/v1/traces/{id}""#, #""scope":"admin""#, #""product":"hindcast""#,
            ]),
        .init(caption: "An unknown path is not found", target: "\(root)/nothing", status: 404),
        .init(
            caption: "A known path with another method is refused", method: .put, target: "\(root)/stats",
            status: 405),
        .init(
            caption: "Tags are added", method: .post, target: "\(root)/traces/\(trace)/tags",
            body: #"{"add":["good","a b"]}"#, status: 200, contains: [#""tags":["a b","good"]"#]),
        .init(
            caption: "An empty tag is refused", method: .post, target: "\(root)/traces/\(trace)/tags",
            body: #"{"add":[""]}"#, status: 400),
        .init(
            caption: "Metadata is merged", method: .patch, target: "\(root)/traces/\(trace)",
            body: #"{"metadata":{"env":"prod","deep":{"x":[1]}}}"#, status: 200,
            contains: [#""env":"prod""#, #""deep":{"x":[1]}"#]),
        .init(
            caption: "What cannot be changed is named", method: .patch, target: "\(root)/traces/\(trace)",
            body: #"{"name":"x"}"#, status: 400, contains: ["`name`"]),
        .init(
            caption: "A body that is no JSON is refused", method: .patch, target: "\(root)/traces/\(trace)",
            body: "{", status: 400),
        .init(
            caption: "A patch of an unknown trace is not found", method: .patch,
            target: "\(root)/traces/\(String(repeating: "e", count: 32))", body: #"{"metadata":{}}"#,
            status: 404),
        .init(
            caption: "A deletion without a selection deletes nothing", method: .delete,
            target: "\(root)/traces",
            status: 400, contains: ["session=", "all=true"]),
        .init(
            caption: "A deletion with two selections deletes nothing", method: .delete,
            target: "\(root)/traces?all=true&session=s-1", status: 400),
        .init(
            caption: "A session's traces are deleted together", method: .delete,
            target: "\(root)/traces?session=s-1",
            status: 200, contains: [#""traces":1"#, #""spans":4"#]),
        .init(
            caption: "Old traces are deleted", method: .delete,
            target: "\(root)/traces?before=2026-01-01T00:00:30Z",
            status: 200, contains: [#""traces":1"#]),
        .init(
            caption: "A trace is deleted", method: .delete, target: "\(root)/traces/\(trace)", status: 200,
            contains: [#""spans":4"#]),
        .init(
            caption: "A deletion of an unknown trace is not found", method: .delete,
            target: "\(root)/traces/\(String(repeating: "e", count: 32))", status: 404),
        .init(
            caption: "Projects are listed", target: "\(root)/projects", status: 200,
            contains: [#""name":"default""#]),
        .init(
            caption: "A project is made", method: .post, target: "\(root)/projects",
            body: #"{"name":"shop"}"#,
            status: 201, contains: [#""name":"shop""#]),
        .init(
            caption: "A project without a name is refused", method: .post, target: "\(root)/projects",
            body: #"{"name":""}"#, status: 400),
        .init(
            caption: "An unknown project cannot be deleted", method: .delete, target: "\(root)/projects/none",
            status: 404),
        .init(
            caption: "A key is made and told once", method: .post, target: "\(root)/keys",
            body: #"{"scope":"read","label":"ci"}"#, status: 201,
            contains: [#""key":"hk_"#, #""scope":"read""#, #""project":"default""#]),
        .init(
            caption: "A key with an unknown scope is refused", method: .post, target: "\(root)/keys",
            body: #"{"scope":"god"}"#, status: 400),
        .init(
            caption: "An unknown key cannot be revoked", method: .delete, target: "\(root)/keys/77",
            status: 404),
        .init(
            caption: "Garbage is collected on request", method: .post, target: "\(root)/gc", status: 200,
            contains: [#""bytesFreed":4096"#]),
        .init(
            caption: "A feed position that is no number is refused", target: "\(root)/live?after=x",
            status: 400),
    ]
}

@Suite("Native API")
struct NativeScenarioTests {
    @Test("The native API answers as its table says", arguments: Scenario.all)
    func scenario(_ scenario: Scenario) async throws {
        let house = try await NativeHouse()
        let response = try await house.ask(scenario.method, scenario.target, body: scenario.body)
        let text = response.bodyText
        #expect(response.status.code == scenario.status, "\(text)")
        for fragment in scenario.contains {
            #expect(text.contains(fragment), "\(fragment) is not in \(text)")
        }
        for fragment in scenario.lacks { #expect(!text.contains(fragment), "\(fragment) is in \(text)") }
        if scenario.status != 204 { #expect(!text.isEmpty) }
        if response.status.code >= 400 {
            #expect(response.bodyJSON["error"]?["message"]?.stringValue?.isEmpty == false)
        }
    }

    @Test("A row of the trace list has exactly the members that clients rely on")
    func listMembers() async throws {
        let house = try await NativeHouse()
        let json = try await house.get("/traces").bodyJSON
        let row = try #require(json["items"]?[1]?.objectValue)
        #expect(
            row.keys == [
                "id", "name", "startTime", "endTime", "spanCount", "status", "sessionId", "userId", "tags",
                "metadata", "inputTokens", "outputTokens", "totalCost",
            ])
        #expect(row["startTime"] == "2026-01-01T00:00:00.000000Z")
        #expect(row["inputTokens"] == 200)
        #expect(row["status"] == "ok")
        #expect(json["items"]?[0]?["status"] == "error")
    }

    @Test("A row of the outline has at least the members that clients rely on")
    func outlineMembers() async throws {
        let house = try await NativeHouse()
        let json = try await house.get("/traces/\(NativeHouse.agentRun.traceID)").bodyJSON
        let row = try #require(json["spans"]?[1]?.objectValue)
        for member in [
            "id", "parentId", "kind", "name", "startTime", "endTime", "status", "model", "provider",
            "inputTokens",
            "outputTokens", "cacheReadTokens", "cacheWriteTokens", "reasoningTokens", "cost", "newMessages",
        ] {
            #expect(row[member] != nil, "\(member) is missing")
        }
    }

    @Test("Every answer forbids sniffing, caching and framing")
    func headers() async throws {
        let house = try await NativeHouse()
        for path in ["/traces", "/traces/xyz", "/stats", "/traces?q=("] {
            let headers = try await house.get(path).headers
            #expect(headers["X-Content-Type-Options"] == "nosniff")
            #expect(headers["Cache-Control"] == "no-store")
            #expect(headers["Content-Security-Policy"]?.hasPrefix("default-src 'none'") == true)
        }
    }

    @Test("The filter of a list reaches the store as it was written")
    func filter() async throws {
        let house = try await NativeHouse()
        _ = try await house.get("/traces?q=model:gpt-4*%20-has:error")
        #expect(house.store.lastFilter == .all([.model("gpt-4*"), .not(.has(.error))]))
    }

    @Test("The live feed tells of a run while it is recorded")
    func live() async throws {
        let house = try await NativeHouse()
        let response = try await house.get("/live")
        guard case .events(let events) = response.body else {
            Issue.record("The feed is no stream.")
            return
        }
        var run = SampleRun(9)
        run.span("new", [])
        let project = try #require(try await house.store.project(named: "default"))
        try await house.recorder.record(.init(spans: run.spans, payloadBytes: 1), project: project.id)
        let target = "\(Scenario.root)/traces/\(run.traceID)"
        _ = try await house.ask(.patch, target, body: #"{"metadata":{"env":"prod"}}"#)
        _ = try await house.ask(.post, target + "/tags", body: #"{"add":["good"]}"#)
        _ = try await house.ask(.delete, target)
        house.live.close()
        var found: [ServerSentEvent] = []
        for await event in events { found.append(event) }
        #expect(found.map(\.event) == ["ready", "change", "patch", "patch", "delete"])
        #expect(found.dropFirst().allSatisfy { $0.data.contains(run.traceID.description) })
        #expect(found[2].data.contains(#""metadata":{"env":"prod"}"#))
        #expect(found[3].data.contains(#""tags":["good"]"#))
    }
}
