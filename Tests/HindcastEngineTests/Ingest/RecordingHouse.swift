import HindcastEngine
import HindcastJSON
import HindcastModel
import HindcastStore
import HindcastStoreSQLite
import Synchronization
import TestKit
import Testing

@testable import HindcastOTLP

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A recorder and a reader over the embedded engine in a folder of its own.
struct RecordingHouse {
    let folder = StoreTempFolder()
    let store: SQLiteStore
    let recorder: Recorder
    let reader: TraceReader
    let project: ProjectID

    init(disk: any DiskSpace = EndlessDisk()) async throws {
        store = try SQLiteStore.open(folder: folder.file("data"))
        recorder = Recorder(store: store, normaliser: Normaliser(), disk: disk) { _ in }
        reader = TraceReader(store: store, normaliser: Normaliser())
        project = try await store.ensureProject(named: "default", at: Timestamp(nanoseconds: 0)).id
    }

    func record(_ delivery: Delivery) async throws {
        try await recorder.record(delivery, project: project)
    }

    func record(_ run: SampleRun) async throws {
        try await record(Delivery(spans: run.spans, payloadBytes: 1000))
    }

    func close() async {
        await recorder.close()
        await store.close()
    }

    /// Everything the store answers about every trace, as it is written for a client: the list, each outline, each
    /// span with its log records, each transcript. A trace's sequence is left out: it numbers the commits, so it tells
    /// how many there were.
    func answers() async throws -> [String] {
        let traces = try await store.traces(TraceQuery(limit: 100), project: project).items
        var found = [document { Page(items: traces, next: nil).write(to: &$0) }]
        for trace in traces {
            let outline = try #require(try await reader.outline(of: trace.id, project: project))
            let text = document { outline.write(to: &$0) }
            found.append(text.replacing("\"sequence\":\(outline.trace.sequence),", with: ""))
            for row in outline.spans {
                let span = try await reader.span(row.summary.id, of: trace.id, project: project)
                let view = try #require(span)
                found.append(document { view.write(to: &$0) })
            }
            for log in try await reader.logs(of: trace.id, project: project) ?? [] {
                found.append(document { log.write(to: &$0) })
            }
            let transcript = try await transcript(trace.id)
            found += transcript.map { item in document { item.write(to: &$0) } }
        }
        return found
    }

    /// All entries of a transcript, page by page.
    func transcript(_ trace: TraceID) async throws -> [TranscriptItem] {
        var items: [TranscriptItem] = []
        var cursor: String?
        repeat {
            let page = try await reader.transcript(of: trace, project: project, cursor: cursor)
            let found = try #require(page)
            items += found.items
            cursor = found.next
        } while cursor != nil
        return items
    }

    /// How many messages were new at each model call of a trace, in the order of the calls.
    func newMessages(_ trace: TraceID) async throws -> [Int] {
        try #require(try await reader.outline(of: trace, project: project)).spans.compactMap(\.newMessages)
    }

    /// What the folder takes once the log is folded in.
    func bytesOnDisk() async throws -> Int64 {
        try await store.waitForIndex()
        _ = try await recorder.collectGarbage { _ in }
        return try await store.statistics(project: nil).bytesOnDisk
    }

    /// The size of the two files once everything is folded into them; the house is closed afterwards.
    func bytesWhenClosed() async throws -> Int64 {
        try await store.waitForIndex()
        await close()
        return try ["hindcast.sqlite", "search.sqlite"].reduce(0) { sum, name in
            var figures = stat()
            try #require(unsafe stat(folder.file("data") + "/" + name, &figures) == 0)
            return sum + Int64(figures.st_size)
        }
    }

    /// The first answer that differs, from shortly before the place on; nil when all are equal.
    static func difference(_ found: [String], _ wanted: [String]) -> String? {
        for (one, other) in zip(found, wanted) where one != other {
            let shared = zip(one.utf8, other.utf8).prefix { $0 == $1 }.count
            let start = max(0, shared - 100)
            func part(_ text: String) -> String {
                String(decoding: text.utf8.dropFirst(start).prefix(300), as: UTF8.self)
            }
            return "\(part(one)) instead of \(part(other))"
        }
        return found.count == wanted.count ? nil : "\(found.count) answers instead of \(wanted.count)"
    }

    private func document(_ write: (inout JSONWriter) -> Void) -> String {
        String(decoding: JSONWriter.document(write), as: UTF8.self)
    }
}

/// The recorded requests of real packages, decoded by the server's own door.
enum RecordedCapture {
    /// The captures that belong together.
    static let names = [
        "openinference-openai", "openinference-langgraph", "openllmetry-openai-0.40", "openllmetry-openai",
        "openllmetry-anthropic-0.40", "genai-openai-v2-default", "genai-openai-v2-2.4", "pydantic-ai",
        "strands",
        "strands-latest", "langsmith-otel", "laminar-nested", "claude-code",
    ]

    static func delivery(_ name: String) throws -> Delivery {
        var delivery = Delivery(payloadBytes: 0)
        for (suffix, signal) in [(".traces.pb", OTLPSignal.traces), (".logs.pb", .logs)] {
            let path = CapturedRequest.folder + name + suffix
            guard StoreTempFolder.exists(path) else { continue }
            let bytes = StoreTempFolder.read(path)
            let batch = try OTLPDecoder.decode(signal, bytes, limits: OTLPLimits())
            delivery.spans += batch.spans
            delivery.logs += batch.logs
            delivery.payloadBytes += bytes.count
        }
        try #require(!delivery.spans.isEmpty)
        return delivery
    }
}

/// A disk whose free space a test decides.
final class SettableDisk: DiskSpace {
    private let free: Mutex<Int64>

    init(freeBytes: Int64) { free = Mutex(freeBytes) }

    func freeBytes() -> Int64? { free.withLock { $0 } }
    func set(freeBytes: Int64) { free.withLock { $0 = freeBytes } }
}
