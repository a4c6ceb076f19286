import HindcastModel
import HindcastStore
import TestKit

extension StoreSuite {
    static let judging: [StoreCase] = [
        StoreCase("A call has one feedback: setting it again replaces it") { bench in
            try await bench.append { $0.call(1, 1, ["q", "a"]) }
            let first = bench.feedback(1, 1, .positive, tags: ["b", "a"])
            try expectEqual(try await bench.store.setFeedback(first, keepingTags: false), first)
            try expectEqual(try await bench.store.feedback(of: first.span, project: bench.project), first)
            let second = bench.feedback(1, 1, second: 3, .negative)
            try await bench.store.setFeedback(second, keepingTags: false)
            try await bench.reopen()
            try expectEqual(try await bench.store.feedback(of: first.span, project: bench.project), second)
        },
        StoreCase("Tags stay when only the thumb is set, and a feedback that tells nothing is none") {
            bench in
            try await bench.append { $0.call(1, 1, ["q", "a"]) }
            try await bench.store.setFeedback(
                bench.feedback(1, 1, .positive, tags: ["wrong"]), keepingTags: false)
            let cleared = try await bench.store.setFeedback(bench.feedback(1, 1, nil), keepingTags: true)
            try expectEqual(cleared, bench.feedback(1, 1, nil, tags: ["wrong"]))
            let gone = try await bench.store.setFeedback(bench.feedback(1, 1, nil), keepingTags: false)
            try expectEqual(gone, nil)
            try expectEqual(
                try await bench.store.feedback(of: gone?.span ?? key, project: bench.project), nil)
            try expect(
                try await !bench.store.clearFeedback(of: key, project: bench.project), "cleared nothing")
        },
        StoreCase("Feedback is read for many calls at once and for a whole trace in the order of its calls") {
            bench in
            try await bench.append { maker in
                maker.call(1, 1, ["q", "a"], second: 9)
                maker.call(1, 2, ["q", "b"], second: 3)
                maker.call(2, 1, ["q", "c"], second: 5)
            }
            let all = [
                bench.feedback(1, 1, second: 9), bench.feedback(1, 2, second: 3),
                bench.feedback(2, 1, second: 5),
            ]
            for feedback in all { try await bench.store.setFeedback(feedback, keepingTags: false) }
            let found = try await bench.store.feedback(
                of: all.map(\.span) + [StoreBench.key(1, 77), StoreBench.key(77, 1)], project: bench.project)
            try expectEqual(found, Dictionary(uniqueKeysWithValues: all.map { ($0.span, $0) }))
            let ofTrace = try await bench.store.feedback(of: StoreBatchMaker.trace(1), project: bench.project)
            try expectEqual(ofTrace, [all[1], all[0]])
        },
        StoreCase("Feedback lists turn page by page in both directions and lose none at equal times") {
            bench in
            let places = try await fill(bench)
            for (isAscending, limit) in [(true, 7), (false, 7), (true, 1), (false, 1000)] {
                let wanted = isAscending ? places : places.reversed()
                for backwards in [false, true] {
                    var window = CallWindow(isAscending: isAscending, limit: limit)
                    if backwards { window.before = StoreBench.end(isAscending) }
                    let seen = try await StoreBench.walk(window, backwards: backwards, by: \.place) {
                        window in
                        try await bench.store.feedback(FeedbackQuery(window: window), project: bench.project)
                    }
                    try expectEqual(seen, wanted, "ascending \(isAscending), backwards \(backwards)")
                }
            }
        },
        StoreCase("Feedback is listed by thumb, with any thumb, and between two moments") { bench in
            _ = try await fill(bench)
            func count(_ query: FeedbackQuery) async throws -> Int {
                let found: [Feedback] = try await bench.store.feedback(query, project: bench.project)
                return found.count
            }
            let window = CallWindow(limit: 1000)
            try expectEqual(try await count(FeedbackQuery(window: window)), 60)
            try expectEqual(try await count(FeedbackQuery(window: window, value: .positive)), 20)
            try expectEqual(
                try await count(FeedbackQuery(window: window, value: .negative, hasValue: true)), 20)
            try expectEqual(try await count(FeedbackQuery(window: window, hasValue: true)), 40)
            let between = CallWindow(
                startedAfter: StoreBatchMaker.time(1), startedBefore: StoreBatchMaker.time(3), limit: 1000)
            try expectEqual(try await count(FeedbackQuery(window: between)), 15)
        },
        StoreCase("Feedback written before its trace shows with it, and a foreign project sees none") {
            bench in
            let other = try await bench.other()
            try await bench.store.setFeedback(bench.feedback(1, 1), keepingTags: false)
            try expectEqual(try await bench.store.feedback(of: key, project: bench.project), nil)
            try expectEqual(try await bench.store.feedback(FeedbackQuery(), project: bench.project), [])
            try expect(
                try await !bench.store.clearFeedback(of: key, project: bench.project), "cleared unseen")
            try await bench.append { $0.call(1, 1, ["q", "a"]) }
            try expectEqual(
                try await bench.store.feedback(of: key, project: bench.project), bench.feedback(1, 1))
            try expectEqual(try await bench.store.feedback(of: key, project: other), nil)
            try expectEqual(try await bench.store.feedback(FeedbackQuery(), project: other), [])
            try expect(try await !bench.store.clearFeedback(of: key, project: other), "cleared a foreign one")
            try expect(try await bench.store.clearFeedback(of: key, project: bench.project), "not cleared")
        },
    ]

    private static var key: SpanKey { StoreBench.key(1, 1) }

    /// Sixty calls at four moments, ids of either sign; a third each positive, negative and tags alone.
    private static func fill(_ bench: StoreBench) async throws -> [CallPlace] {
        var places: [CallPlace] = []
        for number in 0..<60 as Range<UInt64> {
            let span = number % 2 == 0 ? number / 8 + 1 : UInt64.max - number / 8
            let value: Feedback.Value? = [.positive, .negative, nil][Int(number % 3)]
            let feedback = bench.feedback(number, span, second: Int64(number % 4), value, tags: ["t"])
            try await bench.append { $0.call(number, span, ["q", "a"], second: Int64(number % 4)) }
            try await bench.store.setFeedback(feedback, keepingTags: false)
            places.append(feedback.place)
        }
        return places.sorted()
    }
}
