import HindcastJSON
import HindcastModel
import HindcastStore
import TestKit

extension StoreSuite {
    static let remembering: [StoreCase] = [
        StoreCase("A memory comes back as it was written, every field of it") { bench in
            let whole = whole(bench.memory(10, q: -0.123))
            var bare = bench.memory(11)
            bare.verdict = nil
            bare.author = Author(name: "")
            try await bench.insert(whole, bare)
            try await bench.reopen()
            try expectEqual(try await bench.memory(stored: 10), whole)
            try expectEqual(try await bench.memory(stored: 11), bare)
            let unknown = try await bench.store.memories(
                [StoreBench.id(12), StoreBench.id(10)], project: try await bench.other())
            try expectEqual(unknown, [:])
        },
        StoreCase("Memories are listed newest first, page by page, without the retired ones") { bench in
            for number in 1...20 as ClosedRange<UInt64> {
                var memory = bench.memory(number, second: number <= 4 ? 90 : 10)
                if number % 5 == 0 { memory.retired = StoreBatchMaker.time(99) }
                try await bench.insert(memory)
            }
            let order = Array((1...4 as ClosedRange<UInt64>).reversed() + (5...20).reversed())
            for includesRetired in [true, false] {
                let wanted = order.filter { includesRetired || $0 % 5 != 0 }
                for limit in [1, 3, 100] {
                    var query = MemoryQuery(includesRetired: includesRetired, limit: limit)
                    try expectEqual(try await walk(bench, &query), wanted, "by \(limit)")
                }
            }
            try expectEqual(try await bench.store.memoryCount(bench.project), 16)
            try expectEqual(try await bench.store.memoryCount(try await bench.other()), 0)
        },
        StoreCase("Memories are found by words of task or lesson, in any case, all of them") { bench in
            var first = bench.memory(1, task: "Zähle die Bohnen")
            first.lesson = lesson()
            try await bench.insert(first, bench.memory(2, task: "count 100% of_beans"))
            let questions: [(text: String, wanted: [UInt64])] = [
                ("SCALE", [2, 1]), ("zÄHLE scale", [1]), ("trust", [1]), ("eye weigh", [1]),
                ("counted", [1]), ("100% of_", [2]), ("zähle beans", []), ("  ", [2, 1]),
                ("bohnen“scale", []),
                ("judge", []),
            ]
            for (text, wanted) in questions {
                var query = MemoryQuery(text: text, limit: 1)
                try expectEqual(try await walk(bench, &query), wanted, "“\(text)”")
            }
        },
        StoreCase("A memory that is stored already is left as it is, whoever sends it again") { bench in
            let other = try await bench.other()
            try await bench.insert(bench.memory(1, q: 0.5))
            var foreign = bench.memory(1, q: 0.9)
            foreign.project = other
            let inserted = try await bench.store.insertMemories([
                NewMemory(bench.memory(1, q: 0.9), vector: MemoryVector(model: "m", components: [1])),
                NewMemory(foreign), NewMemory(bench.memory(2)), NewMemory(bench.memory(2, q: 0)),
            ])
            try expectEqual(inserted, [StoreBench.id(2)])
            try expectEqual(try await bench.value(1), 0.5)
            try expectEqual(try await bench.value(2), 0.5)
            try expectEqual(try await bench.causes(1), ["set"])
            try expectEqual(try await bench.store.memoryCount(other), 0)
        },
        StoreCase("A memory is changed in all but its id, project and value") { bench in
            try await bench.insert(bench.memory(1))
            let wanted = whole(bench.memory(1))
            let changed = try await bench.store.updateMemory(
                StoreBench.id(1), project: bench.project, vector: nil
            ) {
                $0 = wanted
                $0.q = 0.99
                $0.project = ProjectID(99)
            }
            try expectEqual(changed, wanted)
            try expectEqual(try await bench.memory(stored: 1), wanted)
            let other = try await bench.other()
            for (id, project) in [(StoreBench.id(1), other), (StoreBench.id(9), bench.project)] {
                let unknown = try await bench.store.updateMemory(id, project: project, vector: nil) {
                    $0.task = "else"
                }
                try expectEqual(unknown, nil)
            }
        },
        StoreCase("Of many changes to one memory at once none is lost, nor is an outcome between them") {
            bench in
            try await bench.runs([1])
            try await bench.insert(bench.memory(10))
            let (store, project) = (bench.store, bench.project)
            let learned = bench.learned(1, moving: [10])
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<40 {
                    group.addTask {
                        _ = try await store.updateMemory(StoreBench.id(10), project: project, vector: nil) {
                            $0.toolsUsed.append("x")
                        }
                    }
                    if number == 20 { group.addTask { _ = try await store.learn([learned]) } }
                }
                try await group.waitForAll()
            }
            let memory = try await bench.memory(stored: 10)
            try expectEqual(memory.toolsUsed.count, 40)
            try expectEqual(memory.q, 0.65)
        },
        StoreCase("A deleted memory takes its ledger and vectors, and its id can be used again") { bench in
            let vector = MemoryVector(model: "m", components: [1])
            _ = try await bench.store.insertMemories([
                NewMemory(bench.memory(1), vector: vector), NewMemory(bench.memory(2), vector: vector),
            ])
            let last = try unwrap(try await bench.ledger(2).last?.id, "entry")
            let other = try await bench.other()
            let id = StoreBench.id(2)
            try expect(try await !bench.store.deleteMemory(id, project: other), "deleted by a stranger")
            try expect(try await bench.store.deleteMemory(id, project: bench.project), "unknown")
            try expect(try await !bench.store.deleteMemory(id, project: bench.project), "deleted twice")
            try expectEqual(try await bench.ledger(2), [])
            let indexed = try await bench.store.indexedMemories(
                model: "m", after: nil, limit: 9, project: bench.project)
            try expectEqual(indexed.map(\.id.low), [1])
            try await bench.insert(bench.memory(2, q: 0.1))
            let ledger = try await bench.ledger(2)
            try expectEqual(ledger.map(\.after), [0.1])
            try expect(ledger[0].id > last, "the number of a change was given twice")
        },
        StoreCase("A deleted project takes its runs, memories and all that was made of them") { bench in
            let other = try await bench.other()
            var memory = bench.memory(1)
            memory.project = other
            _ = try await bench.store.insertMemories([
                NewMemory(memory, vector: MemoryVector(model: "m", components: [1]))
            ])
            try await bench.insert(bench.memory(2))
            let learned = LearnedModel(name: "m", state: [1], textCount: 1)
            try await bench.store.setLearnedModel(learned, project: other)
            _ = try await bench.store.setSkill("guide", at: StoreBatchMaker.time(0), project: other)
            var settings = LearningSettings()
            settings.policy = .memrl
            try await bench.store.setLearningSettings(settings, project: other)
            try expect(try await bench.store.deleteProject(other), "unknown")
            try expectEqual(try await bench.store.check { _ in }, [])
            try expectEqual(try await bench.store.memories([memory.id], project: other), [:])
            let history = try await bench.store.history(of: memory.id, after: nil, limit: 9, project: other)
            try expectEqual(history, [])
            try expectEqual(try await bench.store.learnedModel(other), nil)
            try expectEqual(try await bench.store.skill(other), nil)
            try expectEqual(try await bench.store.learningSettings(other), LearningSettings())
            try expectEqual(try await bench.memory(stored: 2), bench.memory(2))
            // Nothing of it stands in the way of the same memory in another project.
            try await bench.insert(bench.memory(1))
            try expectEqual(try await bench.causes(1), ["set"])
        },
    ]

    /// With something in every field.
    private static func whole(_ memory: Memory) -> Memory {
        var memory = memory
        memory.task = "“Zähle” \u{0}\n 🫘"
        memory.intent = StoreBench.id(77)
        memory.lesson = lesson()
        memory.verdict = .fail
        memory.trace = StoreBatchMaker.trace(5)
        memory.toolsUsed = ["scale", "", "scale"]
        memory.metadata["z"] = .object(JSONObject([("b", .null), ("a", .array([.bool(true), 1.5]))]))
        memory.metadata["a"] = .string("é")
        memory.isPinned = true
        memory.retired = StoreBatchMaker.time(-5)
        memory.mergedInto = StoreBench.id(78)
        memory.author = Author(name: "eve", key: nil)
        memory.created = StoreBatchMaker.time(3)
        memory.updated = StoreBatchMaker.time(4)
        return memory
    }

    private static func walk(_ bench: StoreBench, _ query: inout MemoryQuery) async throws -> [UInt64] {
        var seen: [UInt64] = []
        for _ in 0..<100 {
            let page = try await bench.store.memories(query, project: bench.project)
            seen += page.items.map(\.id.low)
            guard let next = page.next else { return seen }
            query.cursor = next
        }
        throw CaseFailure(description: "the walk does not end")
    }
}
