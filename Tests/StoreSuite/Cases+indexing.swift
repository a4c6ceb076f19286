import HindcastModel
import HindcastStore
import TestKit

extension StoreSuite {
    static let indexing: [StoreCase] = [
        StoreCase("An imported memory brings its ledger, whose entries count and can be taken back") {
            bench in
            try await bench.runs([1])
            let ledger = history(of: 9)
            let folded = QChange.folded(ledger, from: 0.5)
            _ = try await bench.store.insertMemories([NewMemory(bench.memory(10, q: folded), ledger: ledger)])
            let stored = try await bench.ledger(10)
            try expectEqual(try await bench.causes(10), ["set", "review", "review undone", "undo"])
            try expectEqual(stored.map(\.after), ledger.map(\.after))
            try expect(stored.allSatisfy { $0.memory == StoreBench.id(10) && $0.id > 0 }, "\(stored)")
            // The import told already what run 1 moved.
            let again = try await bench.store.learn([bench.learned(1, moving: [10])])
            try expectEqual(again.map { $0?.changes.count }, [0])
            _ = try await bench.undo(stored[1].id, of: 10)
            try expectEqual(try await bench.value(10), 0.5)
        },
        StoreCase("An imported ledger that does not make the memory's value ends with an entry that does") {
            bench in
            _ = try await bench.store.insertMemories([
                NewMemory(bench.memory(10, q: 0.9), ledger: history(of: 10)),
                NewMemory(bench.memory(11, q: 0.4)),
            ])
            try expectEqual(try await bench.value(10), 0.9)
            try expectEqual(try await bench.ledger(10).last?.after, 0.9)
            try expectEqual(try await bench.causes(10).last, "set")
            try expectEqual(try await bench.ledger(11).map(\.before), [0.4])
        },
        StoreCase("An import in which a run moves a memory twice, or a number has no end, is refused whole") {
            bench in
            var endless = history(of: 10)
            endless[1].reward = .nan
            let twice = [history(of: 10)[1], history(of: 10)[1]]
            for (q, ledger) in [(0.5, twice), (0.5, endless), (.infinity, [])] {
                try await expectError("\(ledger)") {
                    _ = try await bench.store.insertMemories([
                        NewMemory(bench.memory(9)), NewMemory(bench.memory(10, q: q), ledger: ledger),
                    ])
                } is: {
                    if case .refused = $0 { true } else { false }
                }
            }
            try expectEqual(try await bench.store.memoryCount(bench.project), 0)
        },
        StoreCase("Vectors of several models are kept apart until one is dropped") { bench in
            try await bench.insert(bench.memory(1), bench.memory(2))
            let (one, other) = (StoreBench.id(1), StoreBench.id(2))
            let old = MemoryVector(model: "old", components: [127, -128, 0])
            let new = MemoryVector(model: "new", components: [3])
            try await bench.store.setVectors([one: old, other: old], project: bench.project)
            try await bench.store.setVectors([one: new, StoreBench.id(99): new], project: bench.project)
            try expectEqual(try await index(bench, "old").map(\.vector), [old, old])
            try expectEqual(try await index(bench, "new").map(\.vector), [new])
            try expectEqual(try await lacking(bench, "new"), [2])
            try expectEqual(try await lacking(bench, "none"), [1, 2])
            try expectEqual(try await bench.store.dropVectors(except: "new", project: bench.project), 2)
            try expectEqual(try await bench.store.dropVectors(except: "new", project: bench.project), 0)
            try expectEqual(try await index(bench, "old"), [])
            try expectEqual(try await index(bench, "new").map(\.id), [one])
        },
        StoreCase("Another project's vectors are neither seen, changed nor dropped") { bench in
            let other = try await bench.other()
            let vector = MemoryVector(model: "m", components: [1])
            _ = try await bench.store.insertMemories([NewMemory(bench.memory(1), vector: vector)])
            let changed = MemoryVector(model: "m", components: [2])
            try await bench.store.setVectors([StoreBench.id(1): changed], project: other)
            try expectEqual(try await bench.store.dropVectors(except: "", project: other), 0)
            let foreign = try await bench.store.indexedMemories(
                model: "m", after: nil, limit: 9, project: other)
            try expectEqual(foreign, [])
            try expectEqual(try await index(bench, "m").map(\.vector), [vector])
        },
        StoreCase("An index is read page by page in a steady order, without the retired") { bench in
            let vector = MemoryVector(model: "m", components: [5, -5])
            let made = (1...30 as ClosedRange<UInt64>).map { number in
                var memory = bench.memory(number, second: Int64(number))
                memory.intent = StoreBench.id(number / 2)
                memory.retired = number % 7 == 0 ? StoreBatchMaker.time(0) : nil
                return memory
            }
            _ = try await bench.store.insertMemories(made.map { NewMemory($0, vector: vector) })
            let all = try await index(bench, "m")
            let current = made.filter { $0.retired == nil }
            try expectEqual(all.map(\.id), current.map(\.id))
            try expectEqual(all.map(\.intent), current.map(\.intent))
            try expectEqual(all.map(\.created), current.map(\.created))
            var walked: [IndexedMemory] = []
            while walked.count < 60 {
                let page = try await bench.store.indexedMemories(
                    model: "m", after: walked.last?.place, limit: 4, project: bench.project)
                if page.isEmpty { break }
                walked += page
            }
            try expectEqual(walked, all)
            try expectEqual(try await lacking(bench, "m"), [])
        },
        StoreCase("A retired memory leaves the index and comes back restored with its vector") { bench in
            let vector = MemoryVector(model: "m", components: [1, 2])
            _ = try await bench.store.insertMemories([NewMemory(bench.memory(1), vector: vector)])
            let before = try await index(bench, "m")
            let id = StoreBench.id(1)
            let retired = StoreBatchMaker.time(9)
            _ = try await bench.store.updateMemory(id, project: bench.project, vector: nil) {
                $0.retired = retired
            }
            try expectEqual(try await index(bench, "m"), [])
            try expectEqual(try await bench.store.memoryCount(bench.project), 0)
            _ = try await bench.store.updateMemory(id, project: bench.project, vector: nil) {
                $0.retired = nil
            }
            try expectEqual(try await index(bench, "m"), before)
        },
        StoreCase("A memory whose task changes lacks the vectors it had, save the one given with it") {
            bench in
            let id = StoreBench.id(1)
            let (one, other) = (
                MemoryVector(model: "a", components: [1]), MemoryVector(model: "b", components: [1])
            )
            try await bench.insert(bench.memory(1))
            try await bench.store.setVectors([id: one], project: bench.project)
            try await bench.store.setVectors([id: other], project: bench.project)
            _ = try await bench.store.updateMemory(id, project: bench.project, vector: nil) {
                $0.lesson.guidance = "else"
            }
            try expectEqual(try await lacking(bench, "a") + lacking(bench, "b"), [])
            let next = MemoryVector(model: "b", components: [2])
            _ = try await bench.store.updateMemory(id, project: bench.project, vector: next) {
                $0.task = "else"
            }
            try expectEqual(try await lacking(bench, "a"), [1])
            try expectEqual(try await index(bench, "b").map(\.vector), [next])
        },
        StoreCase("What a model learned is kept for each project, the last state") { bench in
            try expectEqual(try await bench.store.learnedModel(bench.project), nil)
            for count in 1...2 {
                let model = LearnedModel(
                    name: "m/\(count)", state: [0, 255, UInt8(count)], textCount: count)
                try await bench.store.setLearnedModel(model, project: bench.project)
                try expectEqual(try await bench.store.learnedModel(bench.project), model)
            }
            try expectEqual(try await bench.store.learnedModel(try await bench.other()), nil)
        },
        StoreCase("Settings of learning come back as they were set, for their project alone") { bench in
            try expectEqual(try await bench.store.learningSettings(bench.project), LearningSettings())
            var settings = odd()
            try await bench.store.setLearningSettings(settings, project: bench.project)
            try await bench.reopen()
            try expectEqual(try await bench.store.learningSettings(bench.project), settings)
            try expectEqual(
                try await bench.store.learningSettings(try await bench.other()), LearningSettings())
            settings.memrl.qFloor = nil
            try await bench.store.setLearningSettings(settings, project: bench.project)
            try expectEqual(try await bench.store.learningSettings(bench.project), settings)
            var endless = settings
            endless.memrl.rewardFail = -.infinity
            try await expectError("an endless setting") {
                try await bench.store.setLearningSettings(endless, project: bench.project)
            } is: {
                if case .refused = $0 { true } else { false }
            }
            try expectEqual(try await bench.store.learningSettings(bench.project), settings)
        },
        StoreCase("A guide gets a new version when it says something else") { bench in
            try expectEqual(try await bench.store.skill(bench.project), nil)
            let texts = ["# One", "# One", "# Two é", "# One"]
            var stored: [Skill] = []
            for (second, text) in texts.enumerated() {
                stored.append(
                    try await bench.store.setSkill(
                        text, at: StoreBatchMaker.time(Int64(second)), project: bench.project))
            }
            try expectEqual(stored.map(\.version), [1, 1, 2, 3])
            try expectEqual(stored.map(\.updated), [0, 0, 2, 3].map { StoreBatchMaker.time($0) })
            try expectEqual(try await bench.store.skill(bench.project), stored.last)
            try expectEqual(try await bench.store.skill(try await bench.other()), nil)
        },
    ]

    private static func index(_ bench: StoreBench, _ model: String) async throws -> [IndexedMemory] {
        try await bench.store.indexedMemories(model: model, after: nil, limit: 100, project: bench.project)
    }

    private static func lacking(_ bench: StoreBench, _ model: String) async throws -> [UInt64] {
        try await bench.store.unvectoredMemories(model: model, limit: 100, project: bench.project)
            .map(\.id.low).sorted()
    }

    /// A ledger as another store told it: two outcomes, the second of them taken back.
    private static func history(of memory: UInt64) -> [QChange] {
        let id = StoreBench.id(memory)
        let time = StoreBatchMaker.time(1)
        func entry(_ cause: QChange.Cause, _ trace: UInt64?, _ before: Double, _ after: Double) -> QChange {
            QChange(
                memory: id, cause: cause, trace: trace.map { StoreBatchMaker.trace($0) },
                reward: cause == .review ? 1 : nil, step: cause == .review ? 0.5 : nil, before: before,
                after: after, author: StoreBench.ada, time: time)
        }
        var undone = entry(.review, 2, 0.75, 0.875)
        undone.isUndone = true
        return [
            entry(.set, nil, 0.5, 0.5), entry(.review, 1, 0.5, 0.75), undone, entry(.undo, 2, 0.875, 0.75),
        ]
    }

    /// No setting as it is by default, no two numbers alike.
    private static func odd() -> LearningSettings {
        var settings = LearningSettings()
        settings.policy = .memrl
        settings.credit = .used
        settings.step = 0.1 + 0.2
        settings.similarityMin = 0.01
        settings.similarityWeight = 0.02
        settings.scoreWeight = 0.03
        settings.memrl.tasksMax = 77
        settings.memrl.similarityMin = 0.04
        settings.memrl.similarityMean = 0.05
        settings.memrl.similarityDeviation = 0.06
        settings.memrl.similarityWeight = 0.07
        settings.memrl.qWeight = 0.08
        settings.memrl.qMin = -1e-9
        settings.memrl.qFloor = -0.09
        settings.memrl.qStart = 0.11
        settings.memrl.rewardPass = 12
        settings.memrl.rewardFail = -13
        settings.memrl.exploration = 0.14
        settings.memrl.sameTaskSimilarity = 0.15
        return settings
    }
}
