import HindcastCLI
import HindcastEngine
import HindcastModel
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
    private let asked = Mutex<[String]>([])
    private let serverAnswer = Mutex<[UInt8]?>(nil)
    private let openFailure = Mutex<StoreError?>(nil)
    private let pauses = Mutex<[@Sendable () async -> Void]>([])

    var output: String { written.withLock { $0.output } }
    var errors: String { written.withLock { $0.errors } }
    var uses: [FolderUse] { used.withLock { $0 } }
    var serveOptions: ServeOptions? { served.withLock { $0 } }

    var requests: [String] { asked.withLock { $0 } }
    func answerAsServer(_ text: String) { serverAnswer.withLock { $0 = Array(text.utf8) } }

    func failOpening(with error: StoreError) { openFailure.withLock { $0 = error } }

    /// What happens during the pauses of `tail`, one after the other; behind the last the person has had enough.
    func duringPauses(_ acts: [@Sendable () async -> Void]) { pauses.withLock { $0 = acts } }

    func record(_ run: SampleRun, project: String = Project.defaultName) async throws {
        let found = try await store.ensureProject(named: project, at: time.now)
        try await sink.record(Delivery(spans: run.spans, payloadBytes: 100), project: found.id)
    }

    private var sink: Recorder {
        Recorder(store: store, normaliser: Normaliser(), disk: EndlessDisk()) { _ in }
    }

    /// Runs a command and answers its exit code; what it writes replaces what the last one wrote.
    func run(
        _ words: String..., variables: [String: String] = ["HOME": "/home/ann"], width: Int? = nil,
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
                used.withLock { $0.append(use) }
                return store
            },
            makeSink: { [self] _ in sink },
            makeReader: { TraceReader(store: $0, normaliser: Normaliser()) },
            runningServer: { [self] _ in openFailure.withLock { $0 == nil } ? nil : "http://127.0.0.1:8000" },
            askServer: { [self] url, method, path in
                asked.withLock { $0.append("\(method) \(url)\(path)") }
                return serverAnswer.withLock { $0 }
            },
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
