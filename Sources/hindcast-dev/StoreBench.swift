import HindcastModel
import HindcastStore
import HindcastStoreSQLite

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `hindcast-dev bench-store FOLDER [spans]`: appends agent-like traffic to a new store and reads it back, and prints
/// processor time per span, bytes per span and the times of the usual questions.
struct StoreBench {
    let folder: String
    let spanCount: Int
    let indexes: Bool

    private static let batchSpans = 200
    private static let spansPerTrace = 20

    func run() async throws(StoreError) {
        var options = SQLiteStoreOptions()
        options.indexesText = indexes
        let store = try SQLiteStore.open(folder: folder, options: options)
        let project = try await store.ensureProject(named: Project.defaultName, at: SystemTime().now).id
        var traffic = Traffic(project: project)
        var making = 0.0
        let begin = Self.processorSeconds()
        let wall = SystemTime().now
        for _ in 0..<(spanCount / Self.batchSpans) {
            let before = Self.threadSeconds()
            let batch = traffic.batch(spans: Self.batchSpans)
            making += Self.threadSeconds() - before
            _ = try await store.append(batch)
        }
        let spent = Self.processorSeconds() - begin - making
        let elapsed = Double(SystemTime().now.nanoseconds - wall.nanoseconds) / 1e9
        print(
            "append: \(Self.micro(spent, spanCount)) µs CPU per span, \(Int(Double(spanCount) / elapsed)) spans/s"
        )
        let indexBegin = Self.processorSeconds()
        try await store.waitForIndex()
        print(
            "index after the last append: \(Self.micro(Self.processorSeconds() - indexBegin, spanCount)) µs per span"
        )
        let statistics = try await store.statistics(project: project)
        print("disk: \(statistics.bytesOnDisk / Int64(spanCount)) B per span; \(statistics)")
        try await readings(store, project)
        await store.close()
    }

    private func readings(_ store: SQLiteStore, _ project: ProjectID) async throws(StoreError) {
        let page = try await store.traces(TraceQuery(limit: 50), project: project)
        guard let trace = page.items.first else { return }
        try await time("newest 50 traces") { () async throws(StoreError) in
            _ = try await store.traces(TraceQuery(limit: 50), project: project)
        }
        try await time("outline of \(trace.spanCount) spans") { () async throws(StoreError) in
            _ = try await store.spans(of: trace.id, project: project, window: nil)
        }
        try await callReadings(store, project)
        for words in ["zebra", "agent", "needle17", "agent answer", "\"agent answer\""] where indexes {
            try await time("search \(words)") { () async throws(StoreError) in
                _ = try await store.search(SearchQuery(text: words), project: project)
            }
        }
        try await time("statistics") { () async throws(StoreError) in
            _ = try await store.statistics(project: project)
        }
    }

    /// The last one finds its only call at the far end of the list: the dearest filter there is.
    private func callReadings(_ store: SQLiteStore, _ project: ProjectID) async throws(StoreError) {
        let page = try await store.calls(CallQuery(), project: project)
        let middle = Timestamp(
            nanoseconds: Traffic.begin + Int64(spanCount) / 2 * Traffic.spanNanoseconds)
        let place = CallPlace(
            start: middle, key: SpanKey(trace: TraceID(high: 0, low: 1), span: SpanID(1)))
        let questions: [(String, CallQuery)] = [
            ("newest 50 calls", CallQuery()),
            ("50 calls after one in the middle", CallQuery(window: CallWindow(after: place))),
            ("50 calls before one in the middle", CallQuery(window: CallWindow(before: place))),
            ("50 calls of one trace", CallQuery(traces: page.prefix(1).map(\.traceID))),
            ("50 calls of an agent", CallQuery(agent: "planner")),
            ("the first call of all, by its agent", CallQuery(agent: "rare")),
        ]
        for (what, query) in questions {
            try await time(what) { () async throws(StoreError) in
                _ = try await store.calls(query, project: project)
            }
        }
        try await time("agents") { () async throws(StoreError) in
            _ = try await store.agents(project: project)
        }
    }

    private func time(_ what: String, _ body: () async throws(StoreError) -> Void) async throws(StoreError) {
        var times: [Double] = []
        for _ in 0..<20 {
            let begin = SystemTime().now.nanoseconds
            try await body()
            times.append(Double(SystemTime().now.nanoseconds - begin) / 1e6)
        }
        times.sort()
        print("\(what): median \(times[10]) ms, worst \(times[19]) ms")
    }

    private static func micro(_ seconds: Double, _ count: Int) -> Double {
        (seconds * 1e7 / Double(count)).rounded() / 10
    }

    private static func processorSeconds() -> Double { seconds(CLOCK_PROCESS_CPUTIME_ID) }
    private static func threadSeconds() -> Double { seconds(CLOCK_THREAD_CPUTIME_ID) }

    private static func seconds(_ clock: clockid_t) -> Double {
        var moment = timespec()
        unsafe clock_gettime(clock, &moment)
        return Double(moment.tv_sec) + Double(moment.tv_nsec) / 1e9
    }

    /// Conversations that grow by one message per span, each message also a slice of an attribute.
    private struct Traffic {
        let project: ProjectID
        private var random = SystemRandom(state: 1)
        private var span: UInt64 = 0
        /// 2026-01-01.
        static let begin: Int64 = 1_767_225_600_000_000_000
        static let spanNanoseconds: Int64 = 1_000_000

        init(project: ProjectID) { self.project = project }

        mutating func batch(spans: Int) -> TraceBatch {
            var batch = TraceBatch()
            var node = NodeReference.root
            var rope = NodeReference.root
            for _ in 0..<spans {
                if span % UInt64(StoreBench.spansPerTrace) == 0 { (node, rope) = (.root, .root) }
                span += 1
                let text = random.prose(bytes: 1150)
                let message = Message(role: span % 2 == 0 ? .user : .assistant, text: text)
                batch.contents.append(
                    ContentDraft(project: project, kind: .message, bytes: message.canonical()))
                batch.contents.append(
                    ContentDraft(
                        project: project, kind: .slice,
                        bytes: Array("{\"role\":\"user\",\"content\":\"\(text)\"}".utf8)))
                let count = batch.contents.count
                batch.nodes.append(NodeDraft(parent: node, content: .batch(count - 2)))
                node = .batch(batch.nodes.count - 1)
                batch.nodes.append(NodeDraft(parent: rope, content: .batch(count - 1)))
                rope = .batch(batch.nodes.count - 1)
                batch.spans.append(record(node, rope))
            }
            return batch
        }

        private mutating func record(_ node: NodeReference, _ rope: NodeReference) -> SpanRecord {
            let trace = span / UInt64(StoreBench.spansPerTrace)
            let start = Timestamp(nanoseconds: Self.begin + Int64(span) * Self.spanNanoseconds)
            var record = SpanRecord(
                project: project, traceID: TraceID(high: trace &* 0x9e37_79b9_7f4a_7c15, low: trace | 1),
                spanID: SpanID(random.next() | 1), kind: .llm, name: "ChatOpenAI", start: start,
                end: Timestamp(nanoseconds: start.nanoseconds + 900_000))
            record.parentID = SpanID(random.next() | 1)
            record.model = "gpt-4o-mini"
            record.agentName = span == 1 ? "rare" : span % 20 == 2 ? "planner" : nil
            record.provider = "openai"
            record.sessionID = "session-\(trace / 5)"
            record.usage = Usage(input: Int64(span % 5000), output: 120)
            record.cost = 0.00125
            record.responseID = "chatcmpl-\(random.next())"
            record.input = node
            record.ropes = [rope]
            record.text = "ChatOpenAI gpt-4o-mini needle\(span) stop"
            record.body = Array(
                ("{\"resource\":{\"service.name\":\"agent\",\"telemetry.sdk.name\":\"opentelemetry\"},"
                    + "\"scope\":\"openinference\","
                    + "\"finish\":\"stop\",\"temperature\":0.7,\"user\":\"\(random.next())\",\"note\":\""
                    + random.prose(bytes: 420) + "\"}").utf8)
            return record
        }
    }

    /// Seeded, so that two runs append the same.
    private struct SystemRandom {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 33
        }

        private static let words = (0..<2000).map { index in
            ["agent", "answer", "search", "zebra", "market", "river", "token", "window"][index % 8]
                + (index < 8 ? "" : String(index / 8, radix: 36))
        }

        mutating func prose(bytes: Int) -> String {
            var text = ""
            while text.utf8.count < bytes {
                let roll = next() >> 20
                // Small numbers more often than large ones, as words of a language are.
                text += Self.words[Int(roll % 2000 * (roll / 2000 % 2000) / 2000)] + " "
            }
            return text
        }
    }
}
