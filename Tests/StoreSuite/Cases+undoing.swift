import HindcastModel
import HindcastStore
import TestKit

extension StoreSuite {
    static let undoing: [StoreCase] = [
        StoreCase("A correction takes back what its run had moved, then moves anew") { bench in
            try await bench.runs([1, 2])
            try await bench.insert(bench.memory(10), bench.memory(11))
            _ = try await bench.store.learn([
                bench.learned(1, moving: [10, 11]), bench.learned(2, moving: [10]),
            ])
            let receipt = try unwrap(
                try await bench.store.learn([bench.correction(1, .fail, moving: [10])])[0], "receipt")
            try expectEqual(receipt.review.verdict, .fail)
            try expectEqual(receipt.changes.map(\.cause), [.undo, .undo, .review])
            try expectEqual(receipt.changes.map(\.memory.low), [10, 11, 10])
            try expectEqual(try await bench.causes(10), ["set", "review undone", "review", "undo", "review"])
            try expectEqual(try await bench.causes(11), ["set", "review undone", "undo"])
            let without = QChange.moved(0.5, towards: 1, by: 0.3)
            try expectEqual(receipt.changes.map(\.after)[0], without)
            try expectEqual(try await bench.value(10), QChange.moved(without, towards: 0, by: 0.3))
            try expectEqual(try await bench.value(11), 0.5)
            try expectEqual(try await bench.attempt(of: 1)?.review?.verdict, .fail)
        },
        StoreCase("A memory that was deleted does not come back with a correction of its review") { bench in
            try await bench.runs([1])
            var first = bench.learned(1)
            first.memory = bench.memory(20)
            _ = try await bench.store.learn([first])
            try expect(
                try await bench.store.deleteMemory(StoreBench.id(20), project: bench.project), "deleted")
            var correction = bench.correction(1, .fail, moving: [])
            correction.memory = bench.memory(20)
            _ = try await bench.store.learn([correction])
            try expectEqual(try await bench.store.memoryCount(bench.project), 0)
        },
        StoreCase("A correction that is told twice makes the value it made once") { bench in
            try await bench.runs([1, 2])
            try await bench.insert(bench.memory(10))
            _ = try await bench.store.learn([bench.learned(1, moving: [10]), bench.learned(2, moving: [10])])
            let correction = bench.correction(1, .fail, moving: [10])
            _ = try await bench.store.learn([correction])
            let once = try await bench.value(10)
            _ = try await bench.store.learn([correction, correction])
            try expectEqual(try await bench.value(10), once)
        },
        StoreCase("A correction changes the memory, but not its value nor what people decided on it") {
            bench in
            try await bench.runs([1])
            var learned = bench.learned(1)
            learned.memory = bench.memory(20, q: 0.5)
            learned.vector = MemoryVector(model: "m", components: [1])
            _ = try await bench.store.learn([learned])
            let time = StoreBatchMaker.time(50)
            _ = try await bench.store.updateMemory(StoreBench.id(20), project: bench.project, vector: nil) {
                $0.isPinned = true
                $0.retired = time
                $0.mergedInto = StoreBench.id(3)
            }
            var correction = bench.correction(1, .fail, moving: [])
            var changed = bench.memory(20, q: 0.9)
            changed.lesson = lesson()
            changed.verdict = .fail
            changed.updated = StoreBatchMaker.time(60)
            correction.memory = changed
            _ = try await bench.store.learn([correction])
            changed.q = 0.5
            changed.isPinned = true
            changed.retired = time
            changed.mergedInto = StoreBench.id(3)
            try expectEqual(try await bench.memory(stored: 20), changed)
            let lacking = try await bench.store.unvectoredMemories(
                model: "m", limit: 10, project: bench.project)
            try expectEqual(lacking, [])
        },
        StoreCase("An outcome that was taken back does not count, and is taken back once") { bench in
            try await bench.runs([1, 2])
            try await bench.insert(bench.memory(10), bench.memory(11))
            _ = try await bench.store.learn([
                bench.learned(1, .fail, moving: [10]), bench.learned(2, moving: [10]),
            ])
            let entries = try await bench.ledger(10)
            let undo = try unwrap(try await bench.undo(entries[1].id, of: 10), "undo")
            try expectEqual(undo.after, QChange.moved(0.5, towards: 1, by: 0.3))
            try expectEqual(undo.trace, StoreBatchMaker.trace(1))
            try expectEqual(try await bench.value(10), undo.after)
            try expectEqual(try await bench.ledger(10).last, undo)
            let other = try await bench.other()
            try expectEqual(try await bench.undo(entries[1].id, of: 10), nil, "taken back already")
            try expectEqual(try await bench.undo(entries[0].id, of: 10), nil, "a set")
            try expectEqual(try await bench.undo(undo.id, of: 10), nil, "an undo")
            try expectEqual(try await bench.undo(entries[2].id, of: 11), nil, "another memory's")
            try expectEqual(try await bench.undo(entries[2].id, of: 10, project: other), nil, "foreign")
            try expectEqual(try await bench.undo(9999, of: 10), nil, "unknown")
            try expectEqual(try await bench.value(10), undo.after)
        },
        StoreCase("After an outcome was taken back only a correction of the review moves the memory again") {
            bench in
            try await bench.runs([1])
            try await bench.insert(bench.memory(10))
            let learned = bench.learned(1, moving: [10])
            _ = try await bench.store.learn([learned])
            _ = try await bench.undo(try await bench.ledger(10)[1].id, of: 10)
            _ = try await bench.store.learn([learned])
            try expectEqual(try await bench.value(10), 0.5)
            _ = try await bench.store.learn([bench.correction(1, .fail, moving: [10])])
            try expectEqual(try await bench.value(10), 0.35)
        },
        StoreCase("Whatever outcomes are taken back in whatever order, the rest make the value") { bench in
            var random = StoreRandom(seed: 4)
            let numbers = Array(1...20 as ClosedRange<UInt64>)
            try await bench.runs(numbers)
            try await bench.insert(bench.memory(100, q: 0.3))
            for number in numbers {
                let verdict: Verdict = Bool.random(using: &random) ? .pass : .fail
                _ = try await bench.store.learn([bench.learned(number, verdict, moving: [100])])
            }
            let entries = try await bench.ledger(100)
            var kept = entries
            for entry in entries.dropFirst().shuffled(using: &random).prefix(15) {
                kept.removeAll { $0.id == entry.id }
                let undo = try await bench.undo(entry.id, of: 100)
                try expectEqual(undo?.after, QChange.folded(kept, from: 0.3), "without \(entry.id)")
                try expectEqual(try await bench.value(100), undo?.after)
            }
        },
        StoreCase("A value that somebody put counts from there on, whatever is taken back before it") {
            bench in
            try await bench.runs([1, 2])
            try await bench.insert(bench.memory(10))
            _ = try await bench.store.learn([bench.learned(1, moving: [10])])
            let set = try await bench.store.setValue(
                of: StoreBench.id(10), to: 0.25, author: StoreBench.ada, at: StoreBatchMaker.time(9),
                project: bench.project)
            try expectEqual(set?.before, 0.65)
            try expectEqual(set, try await bench.ledger(10).last)
            _ = try await bench.undo(try await bench.ledger(10)[1].id, of: 10)
            try expectEqual(try await bench.value(10), 0.25)
            _ = try await bench.store.learn([bench.learned(2, .fail, moving: [10])])
            try expectEqual(try await bench.value(10), QChange.moved(0.25, towards: 0, by: 0.3))
            let foreign = try await bench.store.setValue(
                of: StoreBench.id(10), to: 0, author: StoreBench.ada, at: StoreBatchMaker.time(9),
                project: try await bench.other())
            try expectEqual(foreign, nil)
            try await expectError("an endless value") {
                _ = try await bench.store.setValue(
                    of: StoreBench.id(10), to: .infinity, author: StoreBench.ada, at: StoreBatchMaker.time(9),
                    project: bench.project)
            } is: {
                if case .refused = $0 { true } else { false }
            }
        },
        StoreCase("A ledger is read oldest first, page by page") { bench in
            let numbers = Array(1...9 as ClosedRange<UInt64>)
            try await bench.runs(numbers)
            try await bench.insert(bench.memory(100), bench.memory(101))
            for number in numbers {
                _ = try await bench.store.learn([bench.learned(number, moving: [100, 101])])
            }
            let all = try await bench.ledger(100)
            try expectEqual(all.compactMap(\.trace?.low), numbers)
            try expect(zip(all, all.dropFirst()).allSatisfy { $0.id < $1.id }, "numbers do not grow")
            var walked: [QChange] = []
            while walked.count < 20 {
                let page = try await bench.store.history(
                    of: StoreBench.id(100), after: walked.last?.id, limit: 4, project: bench.project)
                if page.isEmpty { break }
                walked += page
            }
            try expectEqual(walked, all)
            let foreign = try await bench.store.history(
                of: StoreBench.id(100), after: nil, limit: 9, project: try await bench.other())
            try expectEqual(foreign, [])
        },
    ]
}
