import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore
import TestKit
import Testing

@Suite("Live feed")
struct LiveHubTests {
    let project = ProjectID(1)
    let trace = TraceID(high: 1, low: 1)

    private func change(_ span: UInt64, trace: TraceID? = nil, project: ProjectID? = nil) -> SpanChange {
        SpanChange(
            project: project ?? self.project, traceID: trace ?? self.trace, spanID: SpanID(span), isNew: true)
    }

    private func collect(_ count: Int, _ events: AsyncStream<ServerSentEvent>) async -> [ServerSentEvent] {
        var found: [ServerSentEvent] = []
        for await event in events {
            found.append(event)
            if found.count == count { break }
        }
        return found
    }

    @Test("A reader is told of each commit of its project, and of no other's")
    func publish() async throws {
        let hub = LiveHub(store: FakeStore())
        let events = try await hub.subscribe(project: project)
        hub.publish(sequence: 1, changes: [change(1), change(2)])
        hub.publish(sequence: 2, changes: [change(3, project: ProjectID(2))])
        hub.publish(sequence: 3, changes: [change(4)])
        let found = await collect(3, events)
        #expect(found.map(\.event) == ["ready", "change", "change"])
        #expect(found.map(\.id) == ["0", "1", "3"])
        let data = try JSONReader.parse(found[1].data)
        #expect(data["traces"]?[0]?["id"]?.stringValue == trace.description)
        #expect(data["traces"]?[0]?["spans"]?.arrayValue?.count == 2)
    }

    @Test("A reader of one trace is not told of others")
    func oneTrace() async throws {
        let hub = LiveHub(store: FakeStore())
        let events = try await hub.subscribe(project: project, trace: trace)
        hub.publish(sequence: 1, changes: [change(1, trace: TraceID(high: 9, low: 9))])
        hub.publish(sequence: 2, changes: [change(2)])
        #expect(await collect(2, events).map(\.id) == ["0", "2"])
    }

    @Test("A reader that comes back gets what it missed, once and in order")
    func resume() async throws {
        let hub = LiveHub(store: FakeStore())
        for sequence in 1...5 { hub.publish(sequence: Int64(sequence), changes: [change(UInt64(sequence))]) }
        let events = try await hub.subscribe(project: project, after: 2)
        hub.publish(sequence: 6, changes: [change(6)])
        #expect(await collect(4, events).map(\.id) == ["3", "4", "5", "6"])
    }

    @Test("After a restart, what was missed comes from the store")
    func resumeFromStore() async throws {
        let run = SampleRun()
        let store = FakeStore()
        let recorder = Recorder(store: store, normaliser: Normaliser(), disk: EndlessDisk()) { _ in }
        var first = run
        first.span("one", [])
        try await recorder.record(Delivery(spans: first.spans, payloadBytes: 10), project: project)
        let hub = LiveHub(store: store)
        let events = try await hub.subscribe(project: project, after: 0)
        let found = await collect(1, events)
        #expect(found.map(\.event) == ["change"])
        #expect(
            try JSONReader.parse(found[0].data)["traces"]?[0]?["id"]?.stringValue == run.traceID.description)
    }

    @Test("A reader that does not keep up is sent reset and let go")
    func slowReader() async throws {
        let hub = LiveHub(store: FakeStore())
        let events = try await hub.subscribe(project: project)
        for sequence in 1...1000 { hub.publish(sequence: Int64(sequence), changes: [change(1)]) }
        #expect(hub.readerCount == 0)
        var last: ServerSentEvent?
        var count = 0
        for await event in events {
            last = event
            count += 1
        }
        #expect(last?.event == "reset")
        #expect(count == LiveLimits.bufferedEventsMax)
    }

    @Test("A heartbeat reaches every reader; closing ends every stream")
    func beatAndClose() async throws {
        let hub = LiveHub(store: FakeStore())
        let events = try await hub.subscribe(project: project)
        hub.beat()
        hub.close()
        var found: [String] = []
        for await event in events { found.append(String(decoding: event.bytes, as: UTF8.self)) }
        #expect(found.count == 2)
        #expect(found.last?.hasPrefix(":") == true)
        #expect(hub.readerCount == 0)
    }
}
