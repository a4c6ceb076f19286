import HindcastModel
import HindcastStore
import TestKit

extension StoreSuite {
    static let crediting: [StoreCase] = [
        StoreCase("An outcome moves each memory its run was given, and the ledger says why") { bench in
            try await bench.runs([1])
            try await bench.insert(bench.memory(10, q: 0.5), bench.memory(11, q: 0.2))
            let receipt = try unwrap(
                try await bench.store.learn([bench.learned(1, moving: [11, 10])])[0], "receipt")
            try expectEqual(receipt.changes.map(\.memory.low), [11, 10])
            try expectEqual(receipt.changes.map(\.before), [0.2, 0.5])
            try expectEqual(
                receipt.changes.map(\.after),
                [QChange.moved(0.2, towards: 1, by: 0.3), QChange.moved(0.5, towards: 1, by: 0.3)])
            let stored = try await bench.ledger(10)
            try expectEqual(stored.last, receipt.changes.last)
            try expectEqual(stored.last?.trace, StoreBatchMaker.trace(1))
            try expectEqual(stored.last?.author, StoreBench.ada)
            try expectEqual(try await bench.value(10), receipt.changes.last?.after)
        },
        StoreCase("A run moves a memory once, however often and by whatever review it is told") { bench in
            try await bench.runs([1])
            try await bench.insert(bench.memory(10))
            let learned = bench.learned(1, moving: [10, 10])
            let first = try await bench.store.learn([learned, learned])
            var other = bench.learned(1, .fail, moving: [10])
            other.review = bench.review(1, .fail, id: 77)
            let later = try await bench.store.learn([learned]) + bench.store.learn([other])
            try expectEqual(first.map { $0?.changes.count }, [1, 0])
            try expectEqual(later.map { $0?.changes.count }, [0, 0])
            // Everyone is answered the review that counts.
            try expectEqual(Set((first + later).map { $0?.review.verdict }), [.pass])
            try expectEqual(try await bench.value(10), 0.65)
            try expectEqual(try await bench.causes(10), ["set", "review"])
        },
        StoreCase("Fifty outcomes of one memory at once make what they make one after the other") { bench in
            let numbers = Array(1...50 as ClosedRange<UInt64>)
            try await bench.runs(numbers)
            try await bench.insert(bench.memory(100))
            let store = bench.store
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in numbers {
                    let verdict: Verdict = number % 3 == 0 ? .fail : .pass
                    let learned = bench.learned(number, verdict, moving: [100])
                    group.addTask { _ = try await store.learn([learned]) }
                    group.addTask { _ = try await store.learn([learned]) }
                }
                try await group.waitForAll()
            }
            let ledger = try await bench.ledger(100)
            try expectEqual(ledger.count, 51)
            try expectEqual(Set(ledger.compactMap(\.trace?.low)), Set(numbers))
            try expectEqual(try await bench.value(100), QChange.folded(ledger, from: 0.5))
            for (one, next) in zip(ledger, ledger.dropFirst()) {
                try expectEqual(next.before, one.after, "change \(next.id)")
            }
        },
        StoreCase("Outcomes of a batch that meet in one memory are counted one after the other") { bench in
            try await bench.runs([1, 2, 3])
            try await bench.insert(bench.memory(10, q: 0))
            let batch = [
                bench.learned(1, moving: [10]), bench.learned(2, .fail, moving: [10]),
                bench.learned(3, moving: [10]),
            ]
            _ = try await bench.store.learn(batch)
            let wanted = [1, 0, 1].reduce(0.0) { QChange.moved($0, towards: $1, by: 0.3) }
            try expectEqual(try await bench.value(10), wanted)
        },
        StoreCase("A memory learned in a batch can be moved by a later run of it") { bench in
            try await bench.runs([1, 2])
            var first = bench.learned(1)
            first.memory = bench.memory(10)
            _ = try await bench.store.learn([first, bench.learned(2, moving: [10])])
            try expectEqual(try await bench.value(10), 0.65)
        },
        StoreCase("Memories that are unknown, foreign or deleted move nothing and are told of") { bench in
            try await bench.runs([1])
            let other = try await bench.other()
            var foreign = bench.memory(11)
            foreign.project = other
            try await bench.insert(bench.memory(10), foreign, bench.memory(12))
            try expect(
                try await bench.store.deleteMemory(StoreBench.id(12), project: bench.project), "unknown")
            let receipt = try unwrap(
                try await bench.store.learn([bench.learned(1, moving: [13, 10, 11, 12, 13])])[0], "receipt")
            try expectEqual(receipt.changes.map(\.memory.low), [10])
            let wanted = [13, 11, 12].map { LearningRules.warning(unknown: StoreBench.id($0)) }
            try expectEqual(receipt.review.warnings, wanted)
            try expectEqual(try await bench.attempt(of: 1)?.review?.warnings, wanted)
            let untouched = try await bench.store.memories([foreign.id], project: other)[foreign.id]
            try expectEqual(untouched, foreign)
        },
        StoreCase("A value does not fall below the floor of an outcome") { bench in
            try await bench.runs([1, 2])
            try await bench.insert(bench.memory(10, q: -0.4))
            var learned = bench.learned(1, .fail)
            learned.credits = [Credit(memory: StoreBench.id(10), reward: -1, step: 0.9, floor: -0.5)]
            _ = try await bench.store.learn([learned])
            try expectEqual(try await bench.value(10), -0.5)
            try expectEqual(try await bench.ledger(10).last?.floor, -0.5)
        },
        StoreCase("Values and ledgers keep every bit of their numbers") { bench in
            try await bench.runs([1])
            try await bench.insert(
                bench.memory(10, q: 0.1 + 0.2), bench.memory(11, q: Double.leastNonzeroMagnitude))
            var learned = bench.learned(1)
            learned.credits = [
                Credit(memory: StoreBench.id(10), reward: 1.0 / 3, step: 1e-17, floor: -.pi)
            ]
            let receipt = try await bench.store.learn([learned])[0]
            try await bench.reopen()
            try expectEqual(try await bench.ledger(10).last, receipt?.changes.last)
            try expectEqual(try await bench.ledger(10).last?.step, 1e-17)
            try expectEqual(try await bench.value(11), Double.leastNonzeroMagnitude)
        },
        StoreCase("One number out of bounds refuses the whole batch") { bench in
            try await bench.runs([1, 2])
            try await bench.insert(bench.memory(10))
            let odd = [
                Credit(memory: StoreBench.id(10), reward: .infinity, step: 0.3),
                Credit(memory: StoreBench.id(10), reward: 1e308, step: 0.3),
                Credit(memory: StoreBench.id(10), reward: 1, step: .nan),
                Credit(memory: StoreBench.id(10), reward: 1, step: 1.5),
                Credit(memory: StoreBench.id(10), reward: 1, step: 0.3, floor: -.infinity),
                Credit(memory: StoreBench.id(99), reward: .nan, step: 0.3),
            ]
            for credit in odd {
                var second = bench.learned(2)
                second.memory = bench.memory(20)
                second.credits = [credit]
                try await expectError("\(credit)") {
                    _ = try await bench.store.learn([bench.learned(1, moving: [10]), second])
                } is: {
                    if case .refused = $0 { true } else { false }
                }
            }
            try expectEqual(try await bench.value(10), 0.5)
            try expectEqual(try await bench.waiting(), [1, 2])
            try expectEqual(try await bench.store.memoryCount(bench.project), 1)
        },
        StoreCase("A run that is recorded again after its deletion moves no memory a second time") { bench in
            try await bench.runs([1])
            try await bench.insert(bench.memory(10))
            _ = try await bench.store.learn([bench.learned(1, moving: [10])])
            _ = try await bench.store.delete(.all, project: bench.project)
            try await bench.runs([1])
            let again = try await bench.store.learn([bench.learned(1, moving: [10])])
            try expectEqual(again.map { $0?.changes.count }, [0])
            try expectEqual(try await bench.value(10), 0.65)
        },
    ]
}
