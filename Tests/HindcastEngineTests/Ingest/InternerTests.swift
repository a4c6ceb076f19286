import HindcastBytes
import HindcastModel
import HindcastStore
import Synchronization
import Testing

@testable import HindcastEngine

@Suite("Interning conversations")
struct InternerTests {
    private let project = ProjectID(1)

    private func path(_ words: String, _ log: Counter) -> PathDraft {
        let items = words.split(separator: " ").map { Array($0.utf8) }
        let keys = items.map { RawHasher.hash($0.span, domain: 9) }
        return PathDraft(kind: .message, keys: keys) { index in
            log.increase()
            return [items[index]]
        }
    }

    /// A store in miniature: gives every draft the next number.
    private func receipt(for batch: TraceBatch, from next: Int64) -> AppendReceipt {
        AppendReceipt(
            contents: batch.contents.indices.map { ContentID(next + Int64($0)) },
            nodes: batch.nodes.indices.map { NodeID(next + Int64($0)) }, sequence: 1, changes: [])
    }

    @Test("Of a conversation seen before, only what was added is read")
    func onlyNew() {
        var interner = Interner()
        let log = Counter()
        var batch = TraceBatch()
        _ = interner.intern(path("sys user", log), project: project, into: &batch)
        interner.learn(receipt(for: batch, from: 100))
        #expect(log.value == 2)

        var next = TraceBatch()
        let end = interner.intern(path("sys user call result", log), project: project, into: &next)
        #expect(log.value == 4)
        #expect(next.nodes.count == 2)
        #expect(next.nodes[0].parent == .stored(NodeID(101)))
        #expect(end.node == .batch(1))
    }

    @Test("The same conversation twice in one batch is one path")
    func withinBatch() {
        var interner = Interner()
        let log = Counter()
        var batch = TraceBatch()
        let one = interner.intern(path("a b c", log), project: project, into: &batch)
        let other = interner.intern(path("a b c", log), project: project, into: &batch)
        #expect(one.node == other.node)
        #expect(batch.nodes.count == 3)
    }

    @Test("A branch shares the path up to where it leaves")
    func branch() {
        var interner = Interner()
        let log = Counter()
        var batch = TraceBatch()
        _ = interner.intern(path("a b c", log), project: project, into: &batch)
        _ = interner.intern(path("a x c", log), project: project, into: &batch)
        #expect(batch.nodes.count == 5)
        #expect(batch.contents.count == 4)
        #expect(batch.nodes[3].parent == .batch(0))
    }

    @Test(
        "A list of slices that grew by a few is kept as one piece, one that differs in more element by element"
    )
    func chunks() {
        var interner = Interner()
        var batch = TraceBatch()
        _ = interner.intern(slices("a b"), project: project, into: &batch)
        #expect(batch.contents.map(\.bytes) == [Array("a".utf8), Array("b".utf8)])
        let end = interner.intern(slices("a b c d"), project: project, into: &batch)
        #expect(batch.contents.last?.bytes == Array("c d".utf8))
        #expect(interner.intern(slices("a b c d"), project: project, into: &batch).node == end.node)
        #expect(batch.nodes.count == 3)
        _ = interner.intern(slices("a p q r s t"), project: project, into: &batch)
        #expect(batch.nodes.count == 8)
    }

    @Test("Lists with other bytes between their elements are other lists")
    func separators() {
        var interner = Interner()
        var batch = TraceBatch()
        let one = interner.intern(slices("a b"), project: project, into: &batch)
        let other = interner.intern(slices("a,b", separator: ","), project: project, into: &batch)
        #expect(one.node != other.node)
    }

    private func slices(_ text: String, separator: Character = " ") -> PathDraft {
        let bytes = Array(text.utf8)
        var ranges: [Range<Int>] = []
        var start = 0
        for part in text.split(separator: separator) {
            ranges.append(start..<start + part.utf8.count)
            start += part.utf8.count + 1
        }
        let first = ranges.first?.upperBound ?? 0
        return PathDraft(slices: ranges, separator: first..<min(first + 1, bytes.count), of: bytes)
    }

    @Test("Spans may end anywhere on a path; what is stored of it is not read again")
    func each() {
        var interner = Interner()
        let log = Counter()
        var batch = TraceBatch()
        let known = interner.internEach(path("a b", log), project: project, into: &batch)
        #expect(known == [.root, .batch(0), .batch(1)])
        interner.learn(receipt(for: batch, from: 100))

        var next = TraceBatch()
        let ends = interner.internEach(path("a b c a", log), project: project, into: &next)
        #expect(ends == [.root, .stored(NodeID(100)), .stored(NodeID(101)), .batch(0), .batch(1)])
        #expect(next.nodes.map(\.parent) == [.stored(NodeID(101)), .batch(0)])
        // "a" at another place is read again; the store knows that it is the same.
        #expect(log.value == 4)
    }

    @Test("Projects share nothing")
    func projects() {
        var interner = Interner()
        let log = Counter()
        var batch = TraceBatch()
        _ = interner.intern(path("a b", log), project: project, into: &batch)
        _ = interner.intern(path("a b", log), project: ProjectID(2), into: &batch)
        #expect(batch.contents.count == 4)
        #expect(batch.nodes.count == 4)
    }

    @Test("A failed commit leaves nothing behind that later batches could refer to")
    func failedCommit() {
        var interner = Interner()
        let log = Counter()
        var batch = TraceBatch()
        _ = interner.intern(path("a b", log), project: project, into: &batch)
        interner.discard()
        var again = TraceBatch()
        _ = interner.intern(path("a b", log), project: project, into: &again)
        #expect(again.contents.count == 2)
        #expect(again.nodes[0].parent == .root)
    }

    @Test("An answer goes on from where the input ended")
    func output() {
        var interner = Interner()
        let log = Counter()
        var batch = TraceBatch()
        let input = interner.intern(path("a b", log), project: project, into: &batch)
        _ = interner.intern(path("c", log), after: input, project: project, into: &batch)
        #expect(batch.nodes[2].parent == .batch(1))
    }
}

/// Counts how often something had to be read.
private final class Counter: Sendable {
    private let count = Mutex(0)
    var value: Int { count.withLock { $0 } }
    func increase() { count.withLock { $0 += 1 } }
}
