import HindcastEngine
import HindcastModel
import Synchronization

/// Stands in for the engine: remembers what it was given, or refuses everything.
final class RecordingSink: SpanSink {
    private let state = Mutex<State>(State())
    private let refusal: IngestError?

    private struct State {
        var deliveries: [Delivery] = []
        var projects: [ProjectID] = []
    }

    init(refusing refusal: IngestError? = nil) { self.refusal = refusal }

    func record(_ delivery: Delivery, project: ProjectID) async throws(IngestError) {
        if let refusal { throw refusal }
        state.withLock {
            $0.deliveries.append(delivery)
            $0.projects.append(project)
        }
    }

    var deliveries: [Delivery] { state.withLock { $0.deliveries } }
    var projects: [ProjectID] { state.withLock { $0.projects } }
    var spanNames: [String] { deliveries.flatMap { $0.spans.map(\.name) } }
    var eventNames: [String] { deliveries.flatMap { $0.logs.map(\.eventName) } }
}
