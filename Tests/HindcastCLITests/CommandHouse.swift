import HindcastCLI
import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastNative
import HindcastStore
import Synchronization
import TestKit

/// The command line over a store in memory, with everything it wrote.
final class CommandHouse: Sendable {
    let store = FakeStore()
    let time = ManualTime()
    private let written = Mutex<(output: String, errors: String)>(("", ""))
    private let used = Mutex<[FolderUse]>([])
    private let served = Mutex<ServeOptions?>(nil)
    private let asked = Mutex<[(line: String, key: String?)]>([])
    private let serverAnswer = Mutex<OutgoingResponse?>(nil)
    private let hasServer = Mutex(false)
    private let files = Mutex<[String: [UInt8]]>([:])
    private let openFailure = Mutex<StoreError?>(nil)
    private let pauses = Mutex<[@Sendable () async -> Void]>([])

    var output: String { written.withLock { $0.output } }
    var errors: String { written.withLock { $0.errors } }
    var uses: [FolderUse] { used.withLock { $0 } }
    var serveOptions: ServeOptions? { served.withLock { $0 } }

    /// What the server was asked.
    var requests: [String] { asked.withLock { $0.map(\.line) } }
    /// With which key each time.
    var keys: [String?] { asked.withLock { $0.map(\.key) } }

    /// What the running server answers to everything; by default what the native API does.
    func answerAsServer(_ text: String, status: Int = 200) {
        serverAnswer.withLock { $0 = OutgoingResponse(status: status, body: Array(text.utf8)) }
    }

    /// From now on a server uses the folder, and nobody else may write there.
    func startServer() { hasServer.withLock { $0 = true } }

    func failOpening(with error: StoreError) { openFailure.withLock { $0 = error } }

    func put(_ text: String, inFile name: String) { files.withLock { $0[name] = Array(text.utf8) } }

    /// What happens during the pauses of `tail`, one after the other; behind the last the person has had enough.
    func duringPauses(_ acts: [@Sendable () async -> Void]) { pauses.withLock { $0 = acts } }

    func record(_ run: SampleRun, project: String = Project.defaultName) async throws {
        let found = try await store.ensureProject(named: project, at: time.now)
        try await sink.record(Delivery(spans: run.spans, payloadBytes: 100), project: found.id)
    }

    func patchMetadata(of trace: TraceID, _ metadata: JSON) async throws -> JSON {
        let project = try await store.ensureProject(named: Project.defaultName, at: time.now)
        let body: JSON = ["metadata": metadata]
        let url = "http://store/api/hindcast/v1/traces/\(trace)"
        let answer = try await client(project.id).fetch(.json(.patch, url, body.serialized()))
        return try JSONReader.parse(answer.body)
    }

    /// The native API over the store.
    private func client(_ project: ProjectID) throws(FetchError) -> InsideClient {
        let reader = TraceReader(store: store, normaliser: Normaliser())
        let conversations = Conversations(reader: reader, records: store, sink: sink, time: time)
        let learning = Learning(
            conversations: conversations, embedder: LocalEmbedder(), lessons: TemplateLessons())
        let services = NativeServices(
            reader: reader, conversations: conversations, learning: learning,
            administration: Administration(traces: store, records: store, editor: sink, time: time),
            live: LiveHub(store: store), demo: DemoWriter(sink: sink, editor: sink), time: time,
            version: "1.2.3")
        let grant = Grant(
            project: project, scopes: [.admin], actor: "test", author: Author(name: "local"), isBound: false)
        return try InsideClient(services, grant: grant)
    }

    private var sink: Recorder {
        Recorder(store: store, normaliser: Normaliser(), disk: EndlessDisk()) { _ in }
    }

    /// Runs a command and answers its exit code; what it writes replaces what the last one wrote.
    func run(
        _ words: String..., variables: [String: String] = ["HOME": "/home/ann"], width: Int? = nil,
        colour: Bool = false
    ) async -> Int32 {
        await run(words: words, variables: variables, width: width, colour: colour)
    }

    func run(
        words: [String], variables: [String: String] = ["HOME": "/home/ann"], width: Int? = nil,
        colour: Bool = false
    ) async -> Int32 {
        written.withLock { $0 = ("", "") }
        let console = Console(
            write: { [self] text in written.withLock { $0.output += text } },
            writeError: { [self] text in written.withLock { $0.errors += text } }, width: width,
            hasColour: colour)
        let environment = Environment(
            version: "1.2.3", variables: variables, console: console, time: time,
            openStore: { [self] (_: String, use: FolderUse) async throws(StoreError) -> any Store in
                if let error = openFailure.withLock({ $0 }) { throw error }
                if use == .exclusive, hasServer.withLock({ $0 }) { throw .locked("The folder is in use.") }
                used.withLock { $0.append(use) }
                return store
            },
            makeSink: { [self] _ in sink },
            makeReader: { TraceReader(store: $0, normaliser: Normaliser()) },
            runningServer: { [self] _ in hasServer.withLock { $0 } ? "http://127.0.0.1:8000" : nil },
            client: ServerClient {
                [self] (request: OutgoingRequest) async throws(FetchError) -> OutgoingResponse in
                asked.withLock {
                    $0.append(("\(request.method) \(request.url)", request.headers["Authorization"]))
                }
                if let answer = serverAnswer.withLock({ $0 }) { return answer }
                let project = try? await store.ensureProject(named: Project.defaultName, at: time.now)
                return try await client(project?.id ?? ProjectID(0)).fetch(request)
            },
            makeClient: { [self] _, project, _ in
                ServerClient {
                    [self] (request: OutgoingRequest) async throws(FetchError) -> OutgoingResponse in
                    try await client(project).fetch(request)
                }
            },
            readFile: { [self] name in files.withLock { $0[name] } },
            pause: { [self] _ in
                guard let act = pauses.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { return false }
                await act()
                return true
            },
            serve: { [self] options in
                served.withLock { $0 = options }
                return 0
            })
        return await CommandLineTool(environment).run(words)
    }
}

private struct EndlessDisk: DiskSpace {
    func freeBytes() -> Int64? { nil }
}

private struct ServerClient: HTTPFetching {
    let answer: @Sendable (OutgoingRequest) async throws(FetchError) -> OutgoingResponse

    func fetch(_ request: OutgoingRequest) async throws(FetchError) -> OutgoingResponse {
        try await answer(request)
    }
}
