import HindcastModel
import HindcastStore
import TestKit
import Testing

@testable import HindcastEngine

@Suite("Learning: the index of vectors")
struct LearningIndexTests {
    private struct Seeded {
        var random: SeededGenerator
        var vectors: [RecordID: (MemoryVector, IndexTable.Row)] = [:]
        var table = IndexTable(model: "m")
        let dimension: Int

        init(seed: UInt64, dimension: Int) {
            random = SeededGenerator(seed: seed)
            self.dimension = dimension
        }

        mutating func vector() -> MemoryVector {
            let isEmpty = Int.random(in: 0..<20, using: &random) == 0
            return MemoryVector(
                model: "m",
                (0..<dimension).map { _ in isEmpty ? 0 : Float.random(in: -1...1, using: &random) })
        }

        mutating func add() {
            let id = RecordID(high: 1, low: UInt64.random(in: 0..<200, using: &random))
            let intent = RecordID(high: 1, low: UInt64.random(in: 0..<40, using: &random))
            let row = IndexTable.Row(
                id: id, intent: intent,
                created: Timestamp(nanoseconds: Int64.random(in: 0..<5, using: &random)))
            let vector = vector()
            vectors[id] = (vector, row)
            table.insert(row, vector)
        }

        mutating func remove() {
            let id = RecordID(high: 1, low: UInt64.random(in: 0..<200, using: &random))
            vectors[id] = nil
            table.remove(id)
        }

        func all(_ query: MemoryVector) -> [RankingCandidate] {
            vectors.values.map { vector, row in
                RankingCandidate(
                    id: row.id, intent: row.intent, similarity: vector.similarity(to: query), q: 0,
                    created: row.created)
            }.sorted { $0.isMoreSimilar(than: $1) }
        }
    }

    @Test(
        "It finds what comparing with each memory finds, after any additions, changes and removals",
        arguments: 1...20 as ClosedRange<UInt64>)
    func bruteForce(seed: UInt64) {
        var seeded = Seeded(seed: seed, dimension: [1, 15, 16, 17, 100][Int(seed % 5)])
        for _ in 0..<400 {
            if Int.random(in: 0..<3, using: &seeded.random) == 0 { seeded.remove() } else { seeded.add() }
        }
        for count in [0, 1, 7, 500] {
            let query = seeded.vector()
            let near = seeded.all(query).filter { $0.similarity >= 0.01 }
            #expect(
                seeded.table.nearest(to: query, count: count, similarityMin: 0.01)
                    == Array(near.prefix(count)))
            var constants = MemRLConstants()
            constants.similarityMin = 0.01
            constants.tasksMax = count
            constants.exploration = 0
            let ranking = MemRLRanking(constants, limit: 1000)
            let tasks = seeded.table.nearestTasks(to: query, count: count, similarityMin: 0.01)
            let expected = ranking.ranked(seeded.all(query), using: &seeded.random)
            #expect(
                ranking.ranked(tasks, using: &seeded.random).map(\.candidate) == expected.map(\.candidate))
        }
        for (id, one) in seeded.vectors { #expect(seeded.table.vector(of: id) == one.0) }
    }

    @Test("Vectors of another model or dimension are not taken in")
    func mixing() {
        var table = IndexTable(model: "m")
        let row = IndexTable.Row(
            id: RecordID(high: 1, low: 1), intent: RecordID(high: 1, low: 1),
            created: Timestamp(nanoseconds: 0))
        let vectors = [
            MemoryVector(model: "n", [1, 2]), MemoryVector(model: "m", [1, 2]),
            MemoryVector(model: "m", [1, 2, 3]),
        ]
        let taken = vectors.map { table.insert(row, $0) }
        #expect(taken == [false, true, false])
        #expect(table.nearest(to: MemoryVector(model: "n", [1, 2]), count: 5, similarityMin: 0.1).isEmpty)
        #expect(table.count == 1)
    }
}

@Suite("Learning: models of vectors")
struct LearningRenewalTests {
    @Test(
        "A model learns from a project's tasks, and again when there are twice as many; then all vectors are new"
    )
    func fitting() async throws {
        let house = try await LearningHouse(embedder: WordEmbedder(learns: true))
        for number in 0..<7 { _ = try await house.memory("please sort \(number)") }
        await house.learning.renewal.settled()
        #expect(try await house.store.learnedModel(house.project)?.textCount ?? 0 == 0)
        _ = try await house.memory("please sort 7")
        await house.learning.renewal.settled()
        let first = try #require(try await house.store.learnedModel(house.project))
        #expect(first.textCount == 8)
        #expect(first.name.hasPrefix("words-1/"))
        // "please" and "sort" are said everywhere, so only the number tells.
        #expect(try await house.found(MemoryRequest(task: "please sort 3", limit: 20)).count == 1)
        for number in 8..<16 { _ = try await house.memory("please sort \(number)") }
        await house.learning.renewal.settled()
        let second = try #require(try await house.store.learnedModel(house.project))
        #expect(second.textCount == 16)
        #expect(second.name != first.name)
        let old = try await house.store.indexedMemories(
            model: first.name, after: nil, limit: 100, project: house.project)
        #expect(old.isEmpty)
        let all = try await house.store.indexedMemories(
            model: second.name, after: nil, limit: 100, project: house.project)
        #expect(all.count == 16)
        #expect(try await house.found(MemoryRequest(task: "please sort 12", limit: 20)).count == 1)
        await house.learning.close()
    }

    @Test("After a restart the same model goes on, and nothing is made anew")
    func restart() async throws {
        let house = try await LearningHouse(embedder: WordEmbedder(learns: true))
        for number in 0..<9 { _ = try await house.memory("please sort \(number)") }
        await house.learning.renewal.settled()
        await house.learning.close()
        let next = try await LearningHouse(house.push, embedder: WordEmbedder(learns: true))
        #expect(try await next.found(MemoryRequest(task: "please sort 3")).count == 1)
        await next.learning.renewal.settled()
        #expect(next.embedder.calls.count == 1)
        await next.learning.close()
    }

    @Test("Vectors of another size under the same name are refused, and nothing is mixed")
    func otherDimension() async throws {
        let house = try await LearningHouse()
        _ = try await house.memory("sort a list")
        await house.learning.close()
        let next = try await LearningHouse(house.push, embedder: WordEmbedder(extra: 16))
        await #expect(throws: LearningError.self) {
            _ = try await next.found(MemoryRequest(task: "sort a list"))
        }
        await #expect(throws: LearningError.self) { _ = try await next.memory("sort a tree") }
        #expect(try await next.store.memoryCount(next.project) == 1)
        await next.learning.close()
    }

    @Test("When another model is wanted, the old vectors answer until the new ones are all there")
    func change() async throws {
        let old = WordEmbedder(name: "old")
        let house = try await LearningHouse(embedder: old)
        for number in 0..<5 { _ = try await house.memory("sort \(number)") }
        await house.learning.renewal.settled()
        let wanted = WordEmbedder(name: "new")
        wanted.calls.refuse("Not yet.")
        let next = try await LearningHouse(house.push, embedder: wanted, older: [old])
        #expect(try await next.found(MemoryRequest(task: "sort 3")).first?.memory.task == "sort 3")
        await next.learning.renewal.settled()
        #expect(try await next.store.learnedModel(next.project)?.name == "old")
        #expect(try await next.found(MemoryRequest(task: "sort 4")).first?.memory.task == "sort 4")
        await next.learning.close()
        wanted.calls.refuse(nil)
        let last = try await LearningHouse(house.push, embedder: wanted, older: [old])
        _ = try await last.found(MemoryRequest(task: "sort 3"))
        await last.learning.renewal.settled()
        #expect(try await last.store.learnedModel(last.project)?.name == "new")
        #expect(try await last.found(MemoryRequest(task: "sort 2")).first?.memory.task == "sort 2")
        let left = try await last.store.indexedMemories(
            model: "old", after: nil, limit: 9, project: last.project)
        #expect(left.isEmpty)
        await last.learning.close()
    }

    @Test("Without the old model's embedder the new vectors are made, and then found")
    func lost() async throws {
        let house = try await LearningHouse(embedder: WordEmbedder(name: "old"))
        let memory = try await house.memory("sort a list")
        await house.learning.renewal.settled()
        let next = try await LearningHouse(house.push, embedder: WordEmbedder(name: "new"))
        #expect(try await next.found(MemoryRequest(task: "sort a list")).isEmpty)
        await next.learning.renewal.settled()
        #expect(try await next.found(MemoryRequest(task: "sort a list")).map(\.memory.id) == [memory.id])
        await next.learning.close()
    }

    @Test("Memories that come while vectors are being renewed are found afterwards")
    func meanwhile() async throws {
        let house = try await LearningHouse(embedder: WordEmbedder(learns: true))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<60 {
                group.addTask {
                    _ = try await house.memory("please sort \(number)")
                    _ = try await house.found(MemoryRequest(task: "please sort \(number)"))
                }
            }
            try await group.waitForAll()
        }
        await house.learning.renewal.settled()
        for number in 0..<60 {
            let found = try await house.found(MemoryRequest(task: "please sort \(number)"))
            #expect(found.map(\.memory.task) == ["please sort \(number)"])
        }
        await house.learning.close()
    }
}
