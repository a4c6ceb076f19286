import HindcastModel
import HindcastStore
import TestKit
import Testing

@testable import HindcastStoreSQLite

@Suite("Lists of model calls do not show which calls wait for their place in the index")
struct CallIndexTests {
    private let folder = StoreTempFolder()

    private func open() async throws -> (SQLiteStore, ProjectID) {
        let store = try SQLiteStore.open(folder: folder.file("data"))
        return (store, try await store.ensureProject(named: "p", at: StoreBatchMaker.time(0)).id)
    }

    private func place(_ store: SQLiteStore) async throws {
        _ = try await store.write { writer throws(StoreError) in try CallIndex(writer).placeRest() }
    }

    private func waiting(_ store: SQLiteStore) async throws -> Int64 {
        try await store.write { writer in writer.counters.nextSpan - 1 - writer.counters.placedSpan }
    }

    /// All calls, a few at a time.
    private func walk(_ store: SQLiteStore, _ project: ProjectID, limit: Int) async throws -> [CallPlace] {
        var seen: [CallPlace] = []
        var window = CallWindow(limit: limit)
        while true {
            let page = try await store.calls(CallQuery(window: window), project: project).map(\.place)
            guard let last = page.last else { return seen }
            seen += page
            window.after = last
        }
    }

    /// What the list must be, from the outlines of all traces.
    private func wanted(_ store: SQLiteStore, _ project: ProjectID) async throws -> [CallPlace] {
        var places: [CallPlace] = []
        for trace in try await store.traces(TraceQuery(limit: 1000), project: project).items {
            for span in try await store.spans(of: trace.id, project: project, window: nil)
            where span.kind == .llm && span.isCounted {
                places.append(CallPlace(start: span.start, key: SpanKey(trace: trace.id, span: span.id)))
            }
        }
        return places.sorted().reversed()
    }

    @Test("Calls that are new, placed, replaced, doubled and deleted in any order are listed in theirs")
    func randomLife() async throws {
        let (store, project) = try await open()
        var random = SeededGenerator(seed: 8)
        for round in 0..<80 {
            var maker = StoreBatchMaker(project)
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                let kind: SpanKind = Int.random(in: 0..<4, using: &random) == 0 ? .tool : .llm
                var record = maker.record(
                    UInt64.random(in: 1...15, using: &random), UInt64.random(in: 1...9, using: &random),
                    parent: UInt64.random(in: 1...9, using: &random), kind: kind,
                    second: Int64.random(in: 0...20, using: &random),
                    seconds: Double(Int.random(in: 1...30, using: &random)))
                record.responseID = "r\(Int.random(in: 0..<3, using: &random))"
                maker.add(record)
            }
            _ = try await store.append(maker.batch)
            if round % 7 == 3 { try await place(store) }
            if round % 11 == 5 {
                let trace = StoreBatchMaker.trace(UInt64.random(in: 1...15, using: &random))
                _ = try await store.delete(.traces([trace]), project: project)
            }
            if round % 10 == 9 {
                #expect(try await walk(store, project, limit: 4) == wanted(store, project))
            }
        }
        #expect(try await store.check { _ in } == [])
        try await place(store)
        #expect(try await waiting(store) == 0)
        #expect(try await walk(store, project, limit: 7) == wanted(store, project))
        #expect(try await store.check { _ in } == [])
        await store.close()
    }

    @Test("Under load calls are placed when enough wait, and no page shows one twice or leaves one out")
    func load() async throws {
        let (store, project) = try await open()
        var random = SeededGenerator(seed: 9)
        var batches: [TraceBatch] = []
        for trace in 0..<10 as Range<UInt64> {
            var maker = StoreBatchMaker(project)
            for span in 1...300 as ClosedRange<UInt64> {
                maker.add(
                    maker.record(trace, span, kind: .llm, second: Int64.random(in: 0...300, using: &random)))
            }
            batches.append(maker.batch)
        }
        // In one job, so that the writer has no quiet moment in between.
        let waiting = try await store.write { [batches] writer throws(StoreError) in
            var waiting: [Int64] = []
            for batch in batches {
                _ = try writer.append(batch)
                waiting.append(writer.counters.nextSpan - 1 - writer.counters.placedSpan)
            }
            return waiting
        }
        #expect(waiting == [300, 600, 900, 1200, 1500, 1800, 0, 300, 600, 900])
        #expect(try await walk(store, project, limit: 333) == wanted(store, project))
        #expect(try await store.check { _ in } == [])
        await store.close()
    }
}
