import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastNative
import HindcastStore
import TestKit

/// The native API over a store with two runs, without a socket.
struct NativeHouse {
    let store = FakeStore()
    let time = ManualTime()
    let live: LiveHub
    let access: AccessControl
    let administration: Administration
    let router: Router
    let recorder: Recorder
    let services: NativeServices

    static let agentRun: SampleRun = {
        var run = SampleRun(1)
        run.common = [
            AttributeEntry(key: "gen_ai.conversation.id", value: .string("s-1")),
            AttributeEntry(key: "user.id", value: .string("ann")),
        ]
        let root = run.span("agent", [("gen_ai.operation.name", .string("invoke_agent"))])
        let question = SampleRun.message("user", "Weather in Oslo?")
        let asks = SampleRun.toolCall("c1", "weather", ["city": "Oslo"])
        run.call([question], [asks], parent: root)
        run.tool("weather", id: "c1", result: "14 degrees", parent: root)
        run.call(
            [question, asks, SampleRun.toolResult("c1", "14 degrees")],
            [SampleRun.message("assistant", "Mild.")],
            parent: root)
        return run
    }()

    static let failedRun: SampleRun = {
        var run = SampleRun(2, startMilliseconds: 60_000)
        run.span(
            "broken",
            [("blob", .bytes([1, 2, 3])), ("nested", .map([AttributeEntry(key: "a", value: .int(1))]))],
            error: "disk on fire")
        return run
    }()

    /// Not recorded at first, so that the others' figures stay.
    static let scoredRun: SampleRun = {
        var run = SampleRun(3, startMilliseconds: 30_000)
        run.span(
            "judged",
            [
                ("openinference.span.kind", .string("EVALUATOR")),
                ("evaluation.tone.score", .double(0.75)),
                ("evaluation.tone.label", .string("good")),
                ("evaluation.tone.explanation", .string("kind")),
            ])
        return run
    }()

    init(_ mode: AccessMode = .open) async throws {
        let store = store
        let live = LiveHub(store: store)
        self.live = live
        let access = AccessControl(mode: mode, records: store, time: time)
        self.access = access
        recorder = Recorder(store: store, normaliser: Normaliser(), disk: EndlessDisk()) { live.publish($0) }
        administration = Administration(traces: store, records: store, editor: recorder, time: time) {
            access.forgetCached()
        }
        let reader = TraceReader(store: store, normaliser: Normaliser())
        let conversations = Conversations(reader: reader, records: store, sink: recorder, time: time)
        let learning = Learning(
            conversations: conversations, embedder: LocalEmbedder(), lessons: TemplateLessons())
        let services = NativeServices(
            reader: reader, conversations: conversations, learning: learning, administration: administration,
            live: live, demo: DemoWriter(sink: recorder, editor: recorder), time: time, version: "1.2.3")
        self.services = services
        router = try Router(routes: NativeRoutes.routes(services), middleware: [AccessMiddleware(access)])
        let project = try await store.ensureProject(named: Project.defaultName, at: time.now)
        for run in [Self.agentRun, Self.failedRun] {
            try await recorder.record(Delivery(spans: run.spans, payloadBytes: 100), project: project.id)
        }
    }

    func record(_ run: SampleRun) async throws {
        let project = try await store.ensureProject(named: Project.defaultName, at: time.now)
        try await recorder.record(Delivery(spans: run.spans, payloadBytes: 100), project: project.id)
    }

    func ask(
        _ method: HTTPMethod, _ target: String, body: String = "", key: String? = nil
    ) async throws -> HTTPResponse {
        var headers = HTTPHeaders()
        if let key { headers["Authorization"] = "Bearer \(key)" }
        return await router.respond(to: try .local(method, target, body: body, headers: headers))
    }

    func get(_ path: String) async throws -> HTTPResponse { try await ask(.get, "/api/hindcast/v1\(path)") }
}

private struct EndlessDisk: DiskSpace {
    func freeBytes() -> Int64? { nil }
}
