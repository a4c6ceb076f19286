import HindcastEngine
import HindcastModel
import HindcastStore
import TestKit

/// A store with runs in it, recorded the way a server does, and its reading side.
struct RecordedStore {
    let store = FakeStore()
    let reader: TraceReader
    let project = ProjectID(1)

    init(_ runs: SampleRun...) async throws {
        let normaliser = Normaliser()
        reader = TraceReader(store: store, normaliser: normaliser)
        let recorder = Recorder(store: store, normaliser: normaliser, disk: EndlessDisk()) { _ in }
        for run in runs {
            try await recorder.record(Delivery(spans: run.spans, payloadBytes: 1000), project: project)
        }
    }
}

struct EndlessDisk: DiskSpace {
    func freeBytes() -> Int64? { nil }
}
