import HindcastCLI
import HindcastEngine
import HindcastHTTP
import HindcastInvariant
import HindcastLetta
import HindcastModel
import HindcastNative
import HindcastNet
import HindcastOTLP
import HindcastReflect
import HindcastStore
import HindcastStoreSQLite

/// The running house: opened from the store upwards, closed from the doors downwards.
struct Server {
    private let store: SQLiteStore
    private let recorder: Recorder
    private let access: AccessControl
    private let learning: Learning
    private let live: LiveHub
    private let doors: Doors

    /// Serves until the process is asked to stop.
    /// - Returns: the exit code: 0 stopped in order, 1 a door could not be opened, 3 the folder cannot be used.
    static func run(_ options: ServeOptions, console: Console) async -> Int32 {
        let stop = Interruption.shared
        do {
            let server = try await Server(options)
            console.write(server.doors.greeting)
            let heartbeat = Task { await server.live.run() }
            await stop.wait()
            heartbeat.cancel()
            await server.close()
            return 0
        } catch let error as StoreError {
            console.writeError("hindcast: \(error.sentence)\n")
            return 3
        } catch let error as ModelError {
            console.writeError("hindcast: \(error.sentence)\n")
            return 1
        } catch {
            console.writeError("hindcast: \(error)\n")
            return 1
        }
    }

    private init(_ options: ServeOptions) async throws {
        let time = SystemTime()
        let normaliser = Normaliser()
        let learningParts = try LearningParts(options, time: time)
        let store = try SQLiteStore.open(folder: options.folder)
        let live = LiveHub(store: store)
        let recorder = Recorder(
            store: store, normaliser: normaliser, disk: FolderDiskSpace(folder: options.folder),
            committed: { live.publish($0) })
        let access = AccessControl(
            mode: options.auth, records: store, time: time,
            rateLimit: options.requestsPerSecond.map {
                RateLimit(perSecond: Double($0), burst: Double($0) * 2)
            })
        let administration = Administration(
            traces: store, records: store, editor: recorder, time: time, changed: { access.forgetCached() })

        let otlp = OTLPProduct(
            sink: recorder,
            httpProject: { request in
                guard let grant = request.grant else { throw AccessError.missingKey.httpError }
                return grant.project
            },
            rpcProject: { request in try await access.grant(for: request).project })
        let reader = TraceReader(store: store, normaliser: normaliser)
        let conversations = Conversations(reader: reader, records: store, sink: recorder, time: time)
        let learning = learningParts.learning(over: conversations)
        let invariant = InvariantServices(
            conversations: conversations, administration: administration, time: time,
            visitor: { request in try await access.visitor(request) })
        let letta = LettaServices(
            runs: RunReader(reader: reader, feedback: store, time: time), projects: store,
            version: hindcastVersion)
        let reflect = ReflectServices(
            learning: learning, administration: administration, traces: store, projects: store,
            bootstrapToken: options.bootstrapToken)
        let native = NativeServices(
            reader: reader, conversations: conversations, learning: learning, administration: administration,
            live: live, demo: DemoWriter(sink: recorder, editor: recorder), time: time,
            version: hindcastVersion)
        let dialects =
            otlp.routes + InvariantRoutes.routes(invariant) + LettaRoutes.routes(letta)
            + ReflectRoutes.routes(reflect)
        let routes = dialects + NativeRoutes.routes(native, listed: dialects)
        let router = try Router(routes: routes, middleware: [AccessMiddleware(access)])

        self.store = store
        self.live = live
        self.recorder = recorder
        self.access = access
        self.learning = learning
        do {
            doors = try await Doors.open(options, router: router, methods: otlp.methods)
        } catch {
            await store.close()
            throw error
        }
        await learning.start()
        store.announce(url: doors.url)
    }

    private func close() async {
        live.close()
        await doors.close()
        await learning.close()
        await recorder.close()
        await access.close()
        await store.close()
    }
}
