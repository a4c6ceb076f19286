import HindcastModel
import HindcastStore
import TestKit
import Testing

@testable import HindcastStoreSQLite

@Suite("Faults of the device and of memory lose nothing that was acknowledged")
struct FaultTests {
    private let folder = StoreTempFolder()

    @Test("A full device refuses appends, keeps answering, and takes appends again when there is room")
    func fullDevice() async throws {
        var options = SQLiteStoreOptions()
        options.pagesMax = 220
        let store = try SQLiteStore.open(folder: folder.file("data"), options: options)
        let project = try await store.ensureProject(named: "p", at: StoreBatchMaker.time(0)).id
        var random = StoreRandom(seed: 9)
        var taken: [UInt64] = []
        var refusals = 0
        for trace in 1...60 as ClosedRange<UInt64> {
            var maker = StoreBatchMaker(project)
            var record = maker.record(trace, 1, second: Int64(trace))
            record.body = (0..<30_000).map { _ in UInt8.random(in: 0...255, using: &random) }
            record.input = maker.path(["unique \(trace)"])
            maker.add(record)
            do {
                _ = try await store.append(maker.batch)
                taken.append(trace)
            } catch {
                guard case .full = error else { throw error }
                refusals += 1
            }
        }
        #expect(refusals > 10 && taken.count > 10)
        let listed = try await store.traces(TraceQuery(limit: 100), project: project).items.map(\.id.low)
        #expect(listed.reversed() == taken)
        #expect(try await store.check { _ in } == [])
        _ = try await store.delete(.startedBefore(StoreBatchMaker.time(6)), project: project)
        _ = try await store.collectGarbage { _ in }
        var maker = StoreBatchMaker(project)
        maker.call(999, 1, ["after the fault", "fine"], second: 999)
        _ = try await store.append(maker.batch)
        #expect(try await store.traces(TraceQuery(limit: 1), project: project).items.first?.id.low == 999)
        #expect(try await store.check { _ in } == [])
        await store.close()
    }

    @Test(
        "A search index that is missing or damaged is made anew in the background", arguments: [true, false])
    func lostIndex(isMissing: Bool) async throws {
        let path = folder.file("data")
        let first = try SQLiteStore.open(folder: path)
        let project = try await first.ensureProject(named: "p", at: StoreBatchMaker.time(0)).id
        var maker = StoreBatchMaker(project)
        maker.call(1, 1, ["a needle in the hay", "found"])
        _ = try await first.append(maker.batch)
        try await first.waitForIndex()
        await first.close()
        let index = path + "/search.sqlite"
        if isMissing {
            for suffix in ["", "-wal", "-shm"] { StoreTempFolder.remove(index + suffix) }
        } else {
            StoreTempFolder.write([UInt8](repeating: 7, count: 50_000), to: index)
        }
        let second = try SQLiteStore.open(folder: path)
        try await second.waitForIndex()
        #expect(try await second.search(SearchQuery(text: "needle"), project: project).items.count == 1)
        await second.close()
    }

    @Test("A store that was never closed opens with every acknowledged commit")
    func crash() async throws {
        let path = folder.file("data")
        let copy = folder.file("copy")
        let store = try SQLiteStore.open(folder: path)
        let project = try await store.ensureProject(named: "p", at: StoreBatchMaker.time(0)).id
        for trace in 1...50 as ClosedRange<UInt64> {
            var maker = StoreBatchMaker(project)
            maker.call(trace, 1, ["question \(trace)", "answer"], second: Int64(trace))
            _ = try await store.append(maker.batch)
        }
        // What a power cut leaves: the files as they are, the log not folded back.
        _ = try StoreFolder(path: copy).prepare()
        for name in ["hindcast.sqlite", "hindcast.sqlite-wal"] {
            StoreTempFolder.write(StoreTempFolder.read("\(path)/\(name)"), to: "\(copy)/\(name)")
        }
        await store.close()
        let recovered = try SQLiteStore.open(folder: copy)
        #expect(try await recovered.traces(TraceQuery(limit: 100), project: project).items.count == 50)
        #expect(try await recovered.check { _ in } == [])
        try await recovered.waitForIndex()
        #expect(try await recovered.search(SearchQuery(text: "17"), project: project).items.count == 1)
        await recovered.close()
    }

    @Test("A deletion that a crash interrupted is finished after the next start")
    func interruptedDeletion() async throws {
        let path = folder.file("data")
        let store = try SQLiteStore.open(folder: path)
        let project = try await store.ensureProject(named: "p", at: StoreBatchMaker.time(0)).id
        var maker = StoreBatchMaker(project)
        for span in 1...900 as ClosedRange<UInt64> {
            maker.call(1, span, ["q \(span)", "a"], second: Int64(span))
        }
        _ = try await store.append(maker.batch)
        _ = try await store.write { writer throws(StoreError) in
            try Deletion(writer).hide(.all, project: project.value)
        }
        await store.close()
        let again = try SQLiteStore.open(folder: path)
        while try await again.write({ writer throws(StoreError) in try Deletion(writer).clearSome() }) {}
        let statistics = try await again.statistics(project: project)
        #expect([statistics.spans, statistics.nodes, statistics.messages] == [0, 0, 0])
        #expect(try await again.check { _ in } == [])
        await again.close()
    }
}
