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
        hub.publish(Commit(sequence: 1, .spans([change(1), change(2)])))
        hub.publish(Commit(sequence: 2, .spans([change(3, project: ProjectID(2))])))
        hub.publish(Commit(sequence: 3, .spans([change(4)])))
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
        hub.publish(Commit(sequence: 1, .spans([change(1, trace: TraceID(high: 9, low: 9))])))
        hub.publish(Commit(sequence: 2, .spans([change(2)])))
        #expect(await collect(2, events).map(\.id) == ["0", "2"])
    }

    @Test("A reader that comes back gets what it missed, once and in order")
    func resume() async throws {
        let hub = LiveHub(store: FakeStore())
        for sequence in 1...5 as ClosedRange<Int64> {
            hub.publish(Commit(sequence: sequence, .spans([change(UInt64(sequence))])))
        }
        let events = try await hub.subscribe(project: project, after: 2)
        hub.publish(Commit(sequence: 6, .spans([change(6)])))
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

    /// A recorder over a store with one trace, whose commits go to the hub.
    private func recorded(_ store: FakeStore, _ hub: LiveHub) async throws -> Recorder {
        let recorder = Recorder(store: store, normaliser: Normaliser(), disk: EndlessDisk()) {
            hub.publish($0)
        }
        var run = SampleRun()
        run.span("one", [("session.id", .string("s"))])
        try await recorder.record(Delivery(spans: run.spans, payloadBytes: 10), project: project)
        return recorder
    }

    @Test("People's tags and metadata, and deletions, are told of in their order")
    func patchesAndDeletions() async throws {
        let store = FakeStore()
        let hub = LiveHub(store: store)
        let events = try await hub.subscribe(project: project)
        let recorder = try await recorded(store, hub)
        let id = SampleRun().traceID
        let patch = TracePatch(addTags: ["good"], metadata: JSONObject([("env", "prod")]))
        #expect(try await recorder.patch(patch, trace: id, project: project)?.tags == ["good"])
        _ = try await recorder.delete(.session("none"), project: project)
        _ = try await recorder.delete(.traces([id]), project: project)
        let found = await collect(4, events)
        #expect(found.map(\.event) == ["ready", "change", "patch", "delete"])
        #expect(found.map(\.id) == ["0", "1", "2", "3"])
        let patched = try JSONReader.parse(found[2].data)["traces"]?[0]
        #expect(patched?["id"]?.stringValue == id.description)
        #expect(patched?["tags"] == ["good"] && patched?["metadata"] == ["env": "prod"])
        let deleted = try JSONReader.parse(found[3].data)
        #expect(deleted["traces"]?[0]?["id"]?.stringValue == id.description)
        let again = try await hub.subscribe(project: project, after: 1)
        #expect(await collect(2, again).map(\.event) == ["patch", "delete"])
    }

    @Test("A deletion by session, age or of everything says so; a reader of one trace is told of it too")
    func deletionsByRule() async throws {
        let hub = LiveHub(store: FakeStore())
        let events = try await hub.subscribe(project: project, trace: trace)
        let time = Timestamp(nanoseconds: 0)
        let other = TraceID(high: 9, low: 9)
        hub.publish(Commit(sequence: 1, .deletion(.traces([other]), project: project)))
        hub.publish(Commit(sequence: 2, .deletion(.session("s"), project: project)))
        hub.publish(Commit(sequence: 3, .deletion(.startedBefore(time), project: project)))
        hub.publish(Commit(sequence: 4, .deletion(.all, project: ProjectID(2))))
        hub.publish(Commit(sequence: 5, .deletion(.all, project: project)))
        let data = try await collect(4, events).dropFirst().map { try JSONReader.parse($0.data) }
        #expect(data.map { $0["sequence"] } == [2, 3, 5])
        #expect(data[0]["sessionId"] == "s" && data[0]["traces"] == [])
        #expect(data[1]["startedBefore"] == "1970-01-01T00:00:00.000000Z")
        #expect(data[2]["all"] == true)
    }

    @Test("Who was away beyond what is remembered while traces were deleted reads its lists anew")
    func resumeBehindDeletion() async throws {
        let store = FakeStore()
        let recorder = try await recorded(store, LiveHub(store: store))
        _ = try await recorder.delete(.all, project: project)
        let fresh = LiveHub(store: store)
        #expect(
            await collect(1, try await fresh.subscribe(project: project, after: 1)).map(\.event) == ["reset"])
        let seen = try await fresh.subscribe(project: project, after: 2)
        fresh.beat()
        #expect(await collect(1, seen).map(\.event) == [nil])
    }

    @Test("A reader that does not keep up is sent reset and let go")
    func slowReader() async throws {
        let hub = LiveHub(store: FakeStore())
        let events = try await hub.subscribe(project: project)
        for sequence in 1...1000 as ClosedRange<Int64> {
            hub.publish(Commit(sequence: sequence, .spans([change(1)])))
        }
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
