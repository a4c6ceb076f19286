import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastLetta
import HindcastModel
import HindcastStore
import TestKit

/// Letta's API over a store with runs in it, without a socket.
struct LettaHouse {
    let store = FakeStore()
    let time = ManualTime()
    let access: AccessControl
    let router: Router
    let project: Project
    let recorder: Recorder

    init(_ runs: [SampleRun], _ mode: AccessMode = .open) async throws {
        access = AccessControl(mode: mode, records: store, time: time)
        let normaliser = Normaliser()
        recorder = Recorder(store: store, normaliser: normaliser, disk: EndlessDisk()) { _ in }
        let reader = TraceReader(store: store, normaliser: normaliser)
        let services = LettaServices(
            runs: RunReader(reader: reader, feedback: store, time: time), projects: store, version: "1.2.3")
        router = try Router(routes: LettaRoutes.routes(services), middleware: [AccessMiddleware(access)])
        project = try await store.ensureProject(named: Project.defaultName, at: time.now)
        for run in runs { try await record(run.spans) }
        if !runs.isEmpty { time.advance(milliseconds: 1_000_000) }
    }

    func record(_ spans: [SpanDraft]) async throws {
        try await recorder.record(Delivery(spans: spans, payloadBytes: 100), project: project.id)
    }

    func ask(
        _ method: HTTPMethod, _ target: String, body: String = "", headers: HTTPHeaders = HTTPHeaders()
    ) async throws -> HTTPResponse {
        await router.respond(to: try .local(method, target, body: body, headers: headers))
    }

    /// The JSON of an answer that must be a success.
    func get(_ target: String) async throws -> JSON {
        let answer = try await ask(.get, target)
        guard answer.status == .ok else { throw Unexpected(status: answer.status, body: answer.bodyText) }
        return answer.bodyJSON
    }

    func ids(_ target: String) async throws -> [String] {
        try await get(target).arrayValue?.compactMap { $0["id"]?.stringValue } ?? []
    }

    struct Unexpected: Error {
        let status: HTTPStatus
        let body: String
    }
}

/// Room enough for any test.
private struct EndlessDisk: DiskSpace {
    func freeBytes() -> Int64? { nil }
}

/// Runs that the tests read.
enum LettaRuns {
    static let system = SampleRun.message("system", "Be brief.")
    static let question = SampleRun.message("user", "Weather in Oslo?")
    static let asks = SampleRun.toolCall("c1", "weather", ["city": "Oslo"])
    static let result = SampleRun.toolResult("c1", "14 degrees")
    static let answer = SampleRun.message("assistant", "Mild.")

    /// An agent that calls a tool and answers.
    static func toolRun(_ number: UInt64 = 1, startMilliseconds: Int64 = 0) -> SampleRun {
        var run = SampleRun(number, startMilliseconds: startMilliseconds)
        run.common = [AttributeEntry(key: "gen_ai.conversation.id", value: .string("s-\(number)"))]
        let root = run.span(
            "invoke_agent weather",
            [("gen_ai.operation.name", .string("invoke_agent")), ("gen_ai.agent.name", .string("weather"))],
            takes: 1000)
        run.call([system, question], [asks], parent: root)
        run.tool("weather", id: "c1", result: "14 degrees", parent: root)
        run.call([system, question, asks, result], [answer], parent: root)
        return run
    }

    /// Traces of one call each; ten at a time began in the same moment.
    static func crowd(_ count: Int) -> [SampleRun] {
        (0..<count).map { index in
            var run = SampleRun(UInt64(index) + 100, startMilliseconds: Int64(index / 10) * 1000)
            run.call(
                [SampleRun.message("user", "Question \(index)")], [SampleRun.message("assistant", "Yes.")])
            return run
        }
    }
}
