import HindcastStore
import TestKit
import Testing

@testable import HindcastStoreSQLite

@Suite("Segments of the search index answer as the texts would")
struct SearchIndexTests {
    private let folder = StoreTempFolder()

    private static let vocabulary = (0..<200).map { "word\($0 * $0 * 7919)" }

    /// A project and some words for each content.
    private typealias Texts = [(project: Int64, words: Set<String>)]

    private func texts(_ count: Int, _ random: inout StoreRandom) -> Texts {
        (0..<count).map { _ in
            let words = (0..<Int.random(in: 1...12, using: &random)).map { _ in
                // Low numbers are frequent words.
                let limit = Int.random(in: 1...Self.vocabulary.count, using: &random)
                return Self.vocabulary[Int.random(in: 0..<limit, using: &random)]
            }
            return (Int64.random(in: 1...3, using: &random), Set(words))
        }
    }

    private func write(_ texts: Texts, to index: SearchIndex, batch size: Int) throws {
        for start in stride(from: 0, to: texts.count, by: size) {
            var batch = WordBatch(index.tokenizer, first: Int64(start + 1))
            let end = min(start + size, texts.count)
            for number in start..<end {
                batch.add(
                    Int64(number + 1), project: texts[number].project,
                    .span(texts[number].words.joined(separator: " ")))
            }
            batch.end(at: Int64(end))
            try index.write(batch)
            while try index.merge() {}
        }
    }

    private func expected(_ query: [String], _ project: Int64, newest: Int, _ texts: Texts) -> [Int64] {
        texts.indices.reversed().filter { index in
            index < newest && texts[index].project == project
                && query.allSatisfy { wanted in
                    wanted.hasSuffix("*")
                        ? texts[index].words.contains { $0.hasPrefix(wanted.dropLast()) }
                        : texts[index].words.contains(wanted)
                }
        }.map { Int64($0 + 1) }
    }

    @Test(
        "Words, beginnings and their combinations are found newest first, in many segments as in one",
        arguments: [7, 5000])
    func comparison(batch: Int) throws {
        let folder = StoreFolder(path: folder.file("data"))
        try folder.prepare()
        let index = try SearchIndex.open(folder, newest: 0)
        var random = StoreRandom(seed: 42)
        let texts = texts(2000, &random)
        try write(texts, to: index, batch: batch)
        #expect(try index.segments().count <= 4 * Segment.mergedCount)
        let reading = try SearchIndex(reading: folder)
        for _ in 0..<300 {
            let query = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                let word = Self.vocabulary[Int.random(in: 0..<Self.vocabulary.count, using: &random)]
                return Bool.random(using: &random)
                    ? word : word.prefix(Int.random(in: 4...word.count, using: &random)) + "*"
            }
            let newest = Int.random(in: 0...texts.count + 1, using: &random)
            let project = Int64.random(in: 1...4, using: &random)
            let terms = try SearchTerms(query.joined(separator: " "), reading.tokenizer)
            var matches = try WordMatches(terms, project: project, newest: Int64(newest), reading)
            var found: [Int64] = []
            while let content = try matches.next() { found.append(content) }
            #expect(found == expected(query, project, newest: newest, texts))
        }
    }

    @Test("A batch is full when it has very many different words, though their text is short")
    func fullBatch() throws {
        let tokenizer = try Tokenizer(Connection(path: ":memory:", mode: .create))
        var batch = WordBatch(tokenizer, first: 1)
        let texts = (0..<16).map { text in
            (0..<1 << 15).map { String(text << 15 + $0, radix: 36) }.joined(separator: " ")
        }
        for (index, text) in (texts.dropLast() + texts.dropLast()).enumerated() {
            batch.add(Int64(index + 1), project: 1, .span(text))
        }
        #expect(!batch.isFull)
        batch.add(100, project: 2, .span(texts[15]))
        #expect(batch.isFull)
    }

    @Test("Contents without words move the mark and leave no segment")
    func noWords() throws {
        let folder = StoreFolder(path: folder.file("data"))
        try folder.prepare()
        let index = try SearchIndex.open(folder, newest: 0)
        var batch = WordBatch(index.tokenizer, first: 1)
        batch.end(at: 9)
        try index.write(batch)
        #expect(try index.segments().isEmpty)
        #expect(try index.watermark() == 9)
    }

    @Test("An index of another format, or one that knows more than the store, is made anew")
    func otherFormat() throws {
        let folder = StoreFolder(path: folder.file("data"))
        try folder.prepare()
        for (newest, change) in [(50, "PRAGMA user_version = 1"), (49, "UPDATE state SET watermark = 50")] {
            let index = try SearchIndex.open(folder, newest: 50)
            var batch = WordBatch(index.tokenizer, first: 1)
            batch.add(1, project: 1, .span("something"))
            batch.end(at: 50)
            try index.write(batch)
            try index.connection.execute(change)
            index.connection.close()
            let anew = try SearchIndex.open(folder, newest: Int64(newest))
            #expect(try anew.watermark() == 0)
            #expect(try anew.segments().isEmpty)
            anew.connection.close()
        }
    }

    @Test("Segments grow by merging neighbours of one level, and none beyond the limit")
    func merging() {
        func segment(_ number: Int64, level: Int64, bytes: Int64) -> Segment {
            Segment(id: number, level: level, contents: number...number, bytes: bytes)
        }
        let small = (1...7 as ClosedRange<Int64>).map { segment($0, level: 0, bytes: 10) }
        #expect(Segment.mergeable(small) == nil)
        let enough = small + [segment(8, level: 0, bytes: 10)]
        #expect(Segment.mergeable(enough)?.map(\.id) == Array(1...8))
        #expect(Segment.mergeable([segment(0, level: 1, bytes: 80)] + enough)?.map(\.id) == Array(1...8))
        #expect(Segment.mergeable(small + [segment(8, level: 1, bytes: 10)]) == nil)
        let large = (1...8 as ClosedRange<Int64>).map { segment($0, level: 0, bytes: Segment.bytesMax / 4) }
        #expect(Segment.mergeable(large) == nil)
        let mixed = large + enough.map { segment($0.id + 8, level: 0, bytes: 10) }
        #expect(Segment.mergeable(mixed)?.map(\.id) == Array(9...16))
    }

    @Test("A damaged index is an error, never a crash or an endless search")
    func damage() throws {
        let folder = StoreFolder(path: folder.file("data"))
        try folder.prepare()
        let index = try SearchIndex.open(folder, newest: 0)
        var random = StoreRandom(seed: 43)
        try write(texts(400, &random), to: index, batch: 400)
        let block = try Statement("SELECT bytes FROM blocks LIMIT 1", on: index.connection)
        _ = try block.step()
        let bytes = block.blob(0)
        block.reset()
        var refused = 0
        for _ in 0..<2000 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                damaged[Int.random(in: damaged.indices, using: &random)] = UInt8.random(
                    in: 0...255, using: &random)
            }
            WordBlockFuzz.run(damaged)
            let update = try index.connection.statement("UPDATE blocks SET bytes = ?1")
            update.bind(1, damaged)
            try update.run()
            do {
                var matches = try WordMatches(
                    SearchTerms("word* w*", index.tokenizer), project: 2, newest: .max, index)
                while try matches.next() != nil {}
            } catch {
                guard case .corrupt = error else { throw error }
                refused += 1
            }
        }
        #expect(refused > 100)
    }
}
