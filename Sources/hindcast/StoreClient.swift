import HindcastEngine
import HindcastHTTP
import HindcastModel
import HindcastNative
import HindcastStore

/// Answers a command from the store that it has opened: what the server would do, without a server.
struct StoreClient: HTTPFetching {
    let store: any TraceStore & RecordStore
    let project: ProjectID
    let parts: LearningParts
    let time: any TimeSource

    /// Each answer has a house of its own, so that nothing is left to close.
    func fetch(_ request: OutgoingRequest) async throws(FetchError) -> OutgoingResponse {
        let normaliser = Normaliser()
        let recorder = Recorder(
            store: store, normaliser: normaliser, disk: EndlessDisk(), committed: { _ in })
        let reader = TraceReader(store: store, normaliser: normaliser)
        let conversations = Conversations(reader: reader, records: store, sink: recorder, time: time)
        let learning = parts.learning(over: conversations)
        let services = NativeServices(
            reader: reader, conversations: conversations, learning: learning,
            administration: Administration(traces: store, records: store, editor: recorder, time: time),
            live: LiveHub(store: store), demo: DemoWriter(sink: recorder, editor: recorder), time: time,
            version: hindcastVersion)
        let answer: Result<OutgoingResponse, FetchError>
        do throws(FetchError) {
            answer = .success(try await InsideClient(services, grant: grant).fetch(request))
        } catch {
            answer = .failure(error)
        }
        await learning.close()
        await recorder.close()
        return try answer.get()
    }

    /// Whoever may open the folder may do all that can be done in it.
    private var grant: Grant {
        Grant(
            project: project, scopes: [.admin], actor: "command line", author: Author(name: "local"),
            isBound: false)
    }
}

/// A command writes little; the disk itself says when it is full.
struct EndlessDisk: DiskSpace {
    func freeBytes() -> Int64? { nil }
}
