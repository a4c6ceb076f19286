import HindcastJSON
import HindcastModel
import HindcastStore
import TestKit

extension StoreSuite {
    static let learning: [StoreCase] = [
        StoreCase("An attempt and its review come back as they were written, every field of them") { bench in
            var attempt = bench.attempt(1, second: 7)
            attempt.task = "“Zähle” \n 🙂"
            attempt.finalResponse = ""
            attempt.model = "gpt-4o"
            attempt.memories = ["not an id", StoreBench.id(3).description, "not an id"]
            attempt.used = []
            attempt.extras["reflect"] = .object(JSONObject([("b", .null), ("a", .array([.bool(true)]))]))
            var review = bench.review(1, .fail)
            review.feedback = "é\u{0}!"
            review.step = 0.1 + 0.2
            review.lesson = lesson()
            review.attempts = 2
            review.lastError = "no answer"
            review.warnings = ["one", "two"]
            var records = PushRecords(project: bench.project)
            records.attempts = [attempt]
            records.reviews = [review]
            _ = try await bench.store.push(records)
            try await bench.append { $0.call(1, 1, ["q", "a"]) }
            try await bench.reopen()
            let wanted = ReviewedAttempt(attempt: attempt, review: review)
            try expectEqual(try await bench.attempt(of: 1), wanted)
            let listed = try await bench.store.attempts(AttemptQuery(), project: bench.project).items
            try expectEqual(listed, [wanted])
        },
        StoreCase("Attempts and reviews show once their trace is there, and not before") { bench in
            var records = PushRecords(project: bench.project)
            records.attempts = [bench.attempt(1)]
            records.reviews = [bench.review(1)]
            _ = try await bench.store.push(records)
            try expectEqual(try await bench.attempt(of: 1), nil)
            let listed = try await bench.store.attempts(AttemptQuery(), project: bench.project).items
            try expectEqual(listed, [])
            try expectEqual(try await bench.waiting(), [])
            try expectEqual(try await bench.begin([1]), [])
            try await bench.append { $0.call(1, 1, ["q", "a"]) }
            try expectEqual(try await bench.attempt(of: 1)?.review, bench.review(1))
            try expectEqual(try await bench.waiting(), [1])
        },
        StoreCase("Attempts and reviews go with their trace; what was learned from it stays") { bench in
            try await bench.runs([1, 2])
            try await bench.insert(bench.memory(10))
            _ = try await bench.store.learn([bench.learned(1, moving: [10])])
            _ = try await bench.store.delete(.traces([StoreBatchMaker.trace(1)]), project: bench.project)
            try expectEqual(try await bench.attempt(of: 1), nil)
            try expectEqual(try await bench.waiting(), [2])
            try await bench.append { $0.call(1, 1, ["q", "a"]) }
            try expectEqual(try await bench.attempt(of: 1), nil)
            try expectEqual(try await bench.causes(10), ["set", "review"])
        },
        StoreCase("An attempt or a review that is pushed again stays as it was first") { bench in
            try await bench.runs([1])
            var records = PushRecords(project: bench.project)
            var again = bench.attempt(1)
            again.task = "else"
            records.attempts = [again]
            records.reviews = [bench.review(1, .fail, id: 77)]
            _ = try await bench.store.push(records)
            let stored = try await bench.attempt(of: 1)
            try expectEqual(stored?.attempt, bench.attempt(1, second: 1))
            try expectEqual(stored?.review, bench.review(1))
        },
        StoreCase("Attempts are listed newest first, page by page, reviewed and unreviewed ones apart") {
            bench in
            let numbers = Array(1...25 as ClosedRange<UInt64>)
            var records = PushRecords(project: bench.project)
            // All but five at one time, where the trace decides.
            records.attempts = numbers.map { bench.attempt($0, second: $0 <= 5 ? 90 : 10) }
            _ = try await bench.store.push(records)
            try await bench.append { maker in
                for number in numbers { maker.call(number, 1, ["q", "a"]) }
            }
            _ = try await bench.store.learn(numbers.filter { $0 % 3 == 0 }.map { bench.learned($0) })
            let order = Array((1...5 as ClosedRange<UInt64>).reversed() + (6...25).reversed())
            for isReviewed in [nil, true, false] as [Bool?] {
                let wanted = order.filter { isReviewed == nil || ($0 % 3 == 0) == isReviewed }
                for limit in [1, 4, 100] {
                    let walked = try await walk(bench, isReviewed, limit: limit)
                    try expectEqual(walked, wanted, "reviewed \(String(describing: isReviewed)) by \(limit)")
                }
            }
            try await expectError("cursor") {
                _ = try await bench.store.attempts(AttemptQuery(cursor: "x"), project: bench.project)
            } is: {
                if case .badCursor = $0 { true } else { false }
            }
        },
        StoreCase("Another project's runs are neither seen nor reviewed") { bench in
            try await bench.runs([1])
            let other = try await bench.other()
            let trace = StoreBatchMaker.trace(1)
            try expectEqual(try await bench.store.attempt(of: trace, project: other), nil)
            try expectEqual(try await bench.store.attempts(AttemptQuery(), project: other).items, [])
            var foreign = bench.learned(1)
            foreign.review.project = other
            try expectEqual(try await bench.store.learn([foreign]), [nil])
            try expectEqual(try await bench.attempt(of: 1)?.review?.state, .queued)
        },
    ]

    static func lesson() -> Lesson {
        var lesson = Lesson(reflection: "“Scale” first\n—then count 🫘", generator: "judge-1")
        lesson.summary = "it counted"
        lesson.keyMistake = "\\ by eye"
        lesson.correctAction = "weigh"
        lesson.guidance = "trust the scale"
        lesson.applicableTools = ["scale", "", "scale"]
        return lesson
    }

    private static func walk(_ bench: StoreBench, _ isReviewed: Bool?, limit: Int) async throws -> [UInt64] {
        var query = AttemptQuery(isReviewed: isReviewed, limit: limit)
        var seen: [UInt64] = []
        for _ in 0..<100 {
            let page = try await bench.store.attempts(query, project: bench.project)
            seen += page.items.map(\.attempt.trace.low)
            guard let next = page.next else { return seen }
            query.cursor = next
        }
        throw CaseFailure(description: "the walk does not end")
    }
}
