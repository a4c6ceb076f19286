import HindcastModel
import HindcastStore
import TestKit

extension StoreSuite {
    static let reviewing: [StoreCase] = [
        StoreCase("Waiting reviews are listed in the order they came, not more than asked for") { bench in
            try await bench.runs([5, 3, 9])
            try await bench.runs([1])
            try expectEqual(try await bench.waiting(), [5, 3, 9, 1])
            try expectEqual(try await bench.waiting(2), [5, 3])
            try expectEqual(try await bench.waiting(0), [])
        },
        StoreCase("Reviews wait again after a restart, those that were under way, too") { bench in
            try await bench.runs([1, 2, 3])
            try expectEqual(try await bench.begin([2]), [2])
            _ = try await bench.store.learn([bench.learned(3)])
            try await bench.reopen()
            let waiting = try await bench.store.waitingReviews(limit: 10)
            try expectEqual(waiting.map(\.id.low), [1, 2])
            try expectEqual(waiting.map(\.state), [.queued, .processing])
            try expectEqual(waiting.map(\.attempts), [0, 1])
        },
        StoreCase("A review that fails keeps its place until it is given up, and tells the reason") { bench in
            try await bench.runs([1, 2])
            let id = StoreBench.id(1)
            for attempt in 1...2 {
                let begun = try await bench.store.beginReviews([id])
                try expectEqual(begun.map(\.attempts), [attempt])
                try await bench.store.endReview(id, as: .queued, error: "try \(attempt)")
                try expectEqual(try await bench.waiting(), [1, 2])
            }
            try expectEqual(try await bench.attempt(of: 1)?.review?.lastError, "try 2")
            try await bench.store.endReview(id, as: .failed, error: "no judge")
            try expectEqual(try await bench.waiting(), [2])
            let review = try await bench.attempt(of: 1)?.review
            try expectEqual(review?.state, .failed)
            try expectEqual(review?.lastError, "no judge")
            try expectEqual(try await bench.begin([1]), [])
        },
        StoreCase("A review that was given up can still be worked on later") { bench in
            try await bench.runs([1])
            try await bench.store.endReview(StoreBench.id(1), as: .failed, error: "no judge")
            try await bench.insert(bench.memory(10))
            let receipts = try await bench.store.learn([bench.learned(1, .fail, moving: [10])])
            try expectEqual(receipts.map { $0?.review.state }, [.completed])
            try expectEqual(try await bench.value(10), 0.35)
        },
        StoreCase("A completed review is not begun, ended or put back") { bench in
            try await bench.runs([1])
            _ = try await bench.store.learn([bench.learned(1)])
            try expectEqual(try await bench.waiting(), [])
            try expectEqual(try await bench.begin([1, 99]), [])
            try await bench.store.endReview(StoreBench.id(1), as: .failed, error: "late")
            try await bench.store.endReview(StoreBench.id(99), as: .queued, error: "unknown")
            let review = try await bench.attempt(of: 1)?.review
            try expectEqual(review?.state, .completed)
            try expectEqual(review?.lastError, nil)
        },
        StoreCase("A review ends as queued or failed, and as nothing else") { bench in
            try await bench.runs([1])
            for state in [.completed, .processing] as [Review.State] {
                try await expectError("ended as \(state)") {
                    try await bench.store.endReview(StoreBench.id(1), as: state, error: "")
                } is: {
                    if case .refused = $0 { true } else { false }
                }
            }
            try expectEqual(try await bench.waiting(), [1])
        },
        StoreCase("A review of a run without an attempt stores all that was made of it at once") { bench in
            try await bench.append { $0.call(1, 1, ["q", "a"]) }
            var learned = bench.learned(1)
            learned.attempt = bench.attempt(1, second: 3)
            learned.memory = bench.memory(20)
            learned.vector = MemoryVector(model: "m", components: [1, -2])
            learned.review.memory = StoreBench.id(20)
            let receipt = try await bench.store.learn([learned])[0]
            var wanted = learned.review
            wanted.state = .completed
            try expectEqual(receipt, LearningReceipt(review: wanted, changes: []))
            try await bench.reopen()
            let stored = try await bench.attempt(of: 1)
            try expectEqual(
                stored, ReviewedAttempt(attempt: bench.attempt(1, second: 3), review: wanted))
            try expectEqual(try await bench.memory(stored: 20), bench.memory(20))
            let indexed = try await bench.store.indexedMemories(
                model: "m", after: nil, limit: 10, project: bench.project)
            try expectEqual(indexed.map(\.vector.components), [[1, -2]])
            let reviewed = try await bench.store.attempts(
                AttemptQuery(isReviewed: true), project: bench.project)
            try expectEqual(reviewed.items.count, 1)
        },
        StoreCase("A deferred review takes the place of the one that waits") { bench in
            try await bench.runs([1])
            var learned = bench.learned(1, .fail)
            learned.review = bench.review(1, .fail, id: 77)
            _ = try await bench.store.learn([learned])
            try expectEqual(try await bench.waiting(), [])
            try expectEqual(try await bench.attempt(of: 1)?.review?.id, StoreBench.id(77))
            try expectEqual(try await bench.begin([1, 77]), [])
        },
        StoreCase("A run that is gone learns nothing, and the rest of the batch does") { bench in
            try await bench.runs([1])
            try await bench.insert(bench.memory(10))
            var lost = bench.learned(2, moving: [10])
            lost.attempt = bench.attempt(2)
            lost.memory = bench.memory(20)
            let receipts = try await bench.store.learn([lost, bench.learned(1, moving: [10])])
            try expectEqual(receipts.map { $0 == nil }, [true, false])
            try expectEqual(try await bench.value(10), 0.65)
            try expectEqual(try await bench.store.memoryCount(bench.project), 1)
            try await bench.append { $0.call(2, 1, ["q", "a"]) }
            try expectEqual(try await bench.attempt(of: 2), nil)
        },
        StoreCase("Reviews of a push under way survive a collection of garbage") { bench in
            var records = PushRecords(project: bench.project)
            records.attempts = [bench.attempt(7)]
            records.reviews = [bench.review(7)]
            _ = try await bench.store.push(records)
            try await bench.runs([1])
            _ = try await bench.store.collectGarbage { _ in }
            try await bench.append { $0.call(7, 1, ["q", "a"]) }
            try expectEqual(try await bench.waiting(), [7, 1])
        },
    ]
}
