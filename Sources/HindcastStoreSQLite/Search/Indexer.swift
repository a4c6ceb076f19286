import HindcastStore
import Synchronization

/// Indexes committed contents on a thread of its own, behind a watermark. Bounded: one pack in memory, and a
/// transaction for as much text as a `WordBatch` takes.
final class Indexer: Sendable {
    private let lane: Lane<Worker>
    private let mark: Atomic<Int64>
    private let newTexts: NewTexts

    /// The newest content that search knows.
    var watermark: Int64 { mark.load(ordering: .acquiring) }

    init(
        folder: StoreFolder, contents: Connection, cache: PackCache, newTexts: NewTexts
    ) throws(StoreError) {
        self.newTexts = newTexts
        let newest = try Counters.load(contents).nextContent - 1
        let index = try SearchIndex.open(folder, newest: newest)
        mark = Atomic(try index.watermark())
        lane = Lane([Worker(folder, index, PackReader(contents, cache: cache), contents)]) { worker in
            try? worker.index.truncateLog()
            return false
        }
        wake()
    }

    private final class Worker: LaneContext {
        let folder: StoreFolder
        var index: SearchIndex
        let packs: PackReader
        let contents: Connection

        init(_ folder: StoreFolder, _ index: SearchIndex, _ packs: PackReader, _ contents: Connection) {
            self.folder = folder
            self.index = index
            self.packs = packs
            self.contents = contents
        }

        func dispose() {
            index.connection.close()
            contents.close()
        }
    }

    private let isAwake = Atomic<Bool>(false)

    /// How long new contents gather before they are indexed. Each transaction leaves a segment that must be merged
    /// later, and writes the words anew that all segments have.
    private static let gatherMilliseconds = 1000

    /// Tells that there may be new contents.
    func wake() {
        guard
            isAwake.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing)
                .exchanged
        else {
            return
        }
        Task { [self] in
            try? await Task.sleep(for: .milliseconds(Self.gatherMilliseconds))
            try? await lane.run { [self] worker throws(StoreError) in
                isAwake.store(false, ordering: .releasing)
                try catchUp(worker)
            }
        }
    }

    func wait(for content: Int64) async throws(StoreError) {
        if watermark >= content { return }
        try await lane.run { [self] worker throws(StoreError) in try catchUp(worker) }
    }

    /// After garbage was collected: so many contents are gone, and the file should need no more room than it must.
    func forgetDeleted(_ count: Int) async throws(StoreError) {
        try await lane.run { [self] worker throws(StoreError) in
            if count > 0, try worker.index.note(stale: count) {
                mark.store(0, ordering: .releasing)
                try catchUp(worker)
            }
            try worker.index.truncateLog()
        }
    }

    func close() async { await lane.close() }

    private func catchUp(_ worker: Worker) throws(StoreError) {
        var mayBeMore = true
        while mayBeMore {
            mayBeMore = try step(worker)
            while try worker.index.merge() {}
        }
    }

    /// One transaction. Returns whether there may be more.
    private func step(_ worker: Worker) throws(StoreError) -> Bool {
        let newest = try Counters.load(worker.contents).nextContent - 1
        let known = watermark
        guard known < newest else { return false }
        var batch = WordBatch(worker.index.tokenizer, first: known + 1)
        var next = known + 1
        while next <= newest, !batch.isFull {
            if let commit = newTexts.take(from: next) {
                for text in commit.texts where text.content >= next {
                    batch.add(text.content, project: text.project, text.text)
                }
                next = commit.contents.upperBound
            } else if let pack = try pack(from: next, worker) {
                let end = pack.first + Int64(pack.entries.count)
                for content in max(next, pack.first)..<end {
                    guard let entry = pack.entry(content), let text = SearchableText(entry, in: pack) else {
                        continue
                    }
                    batch.add(content, project: entry.project, text)
                }
                next = end
            } else {
                next = newest + 1
            }
        }
        let reached = next - 1
        batch.end(at: reached)
        try worker.index.write(batch)
        mark.store(reached, ordering: .releasing)
        return reached < newest
    }

    /// The pack that holds the content, or the next one behind a gap of freed contents.
    private func pack(from content: Int64, _ worker: Worker) throws(StoreError) -> Pack? {
        if let pack = try worker.packs.pack(holding: content) { return pack }
        let find = try worker.contents.statement("SELECT min(first) FROM packs WHERE first >= ?1")
        find.bind(1, content)
        let next = try find.step() ? find.optionalInt64(0) : nil
        find.reset()
        guard let next else { return nil }
        return try worker.packs.pack(holding: next)
    }
}
