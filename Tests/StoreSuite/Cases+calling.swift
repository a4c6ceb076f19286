import HindcastModel
import HindcastStore
import TestKit

extension StoreSuite {
    static let calling: [StoreCase] = [
        StoreCase("Model calls of all traces are listed as one, newest first or oldest first") { bench in
            try await bench.append { maker in
                maker.call(1, 1, ["q", "a"], second: 5)
                maker.call(2, 2, ["q", "b"], second: 3)
                maker.add(maker.record(2, 3, kind: .tool, second: 4))
                maker.call(1, 4, ["q", "c"], second: 9)
            }
            try expectEqual(try await spans(bench, CallQuery()), [4, 1, 2])
            try expectEqual(
                try await spans(bench, CallQuery(window: CallWindow(isAscending: true))), [2, 1, 4])
            let newest = try await unwrap(
                bench.store.calls(CallQuery(), project: bench.project).first, "call")
            let span = try await unwrap(bench.spans(1).first { $0.id == SpanID(4) }, "span")
            try expectEqual(newest.traceID, StoreBatchMaker.trace(1))
            try expectEqual([newest.span.input, newest.span.output], [span.input, span.output])
            try expectEqual(newest.span.model, "gpt-4o")
            try expectEqual(newest.span.usage, span.usage)
        },
        StoreCase("Call lists turn page by page in both directions and lose none at equal times") { bench in
            let places = try await fill(bench)
            for (isAscending, limit) in [(true, 7), (false, 7), (false, 1), (true, 1000)] {
                let wanted = isAscending ? places : places.reversed()
                for backwards in [false, true] {
                    var window = CallWindow(isAscending: isAscending, limit: limit)
                    if backwards { window.before = StoreBench.end(isAscending) }
                    let seen = try await StoreBench.walk(window, backwards: backwards, by: \.place) {
                        window in
                        try await bench.store.calls(CallQuery(window: window), project: bench.project)
                    }
                    try expectEqual(seen, wanted, "ascending \(isAscending), backwards \(backwards)")
                }
            }
        },
        StoreCase("A page between two places begins behind the one and never reaches the other") { bench in
            let places = try await fill(bench)
            for isAscending in [true, false] {
                let list = isAscending ? places : places.reversed()
                var window = CallWindow(isAscending: isAscending, after: list[10], before: list[20], limit: 5)
                func page() async throws -> [CallPlace] {
                    try await bench.store.calls(CallQuery(window: window), project: bench.project).map(
                        \.place)
                }
                try expectEqual(try await page(), Array(list[11...15]))
                window.limit = 50
                try expectEqual(try await page(), Array(list[11...19]))
                (window.after, window.before) = (list[20], list[10])
                try expectEqual(try await page(), [])
            }
        },
        StoreCase("A page goes on from a call that is gone, and new calls move no other") { bench in
            let places = try await fill(bench)
            let window = CallWindow(isAscending: true, after: places[9], limit: 10)
            let wanted = Array(places[10..<20])
            _ = try await bench.store.delete(.traces([places[9].key.trace]), project: bench.project)
            try await bench.append { $0.call(900, 1, ["q", "new"], second: -5) }
            let found = try await bench.store.calls(CallQuery(window: window), project: bench.project)
            try expectEqual(found.map(\.place), wanted)
        },
        StoreCase("Calls are listed between two moments, both left out") { bench in
            _ = try await fill(bench)
            func starts(_ after: Int64?, _ before: Int64?) async throws -> Set<Timestamp> {
                let window = CallWindow(
                    startedAfter: after.map { StoreBatchMaker.time($0) },
                    startedBefore: before.map { StoreBatchMaker.time($0) }, limit: 1000)
                return Set(
                    try await bench.store.calls(CallQuery(window: window), project: bench.project).map(
                        \.span.start))
            }
            try expectEqual(try await starts(0, 3), Set([1, 2].map { StoreBatchMaker.time($0) }))
            try expectEqual(try await starts(nil, 1), [StoreBatchMaker.time(0)])
            try expectEqual(try await starts(2, nil), [StoreBatchMaker.time(3)])
            try expectEqual(try await starts(3, 0), [])
        },
        StoreCase("Calls are listed by exact model, by agent and by trace, all together") { bench in
            try await bench.append { maker in
                for number in 0..<24 as Range<UInt64> {
                    var record = maker.record(number % 3 + 1, number + 1, kind: .llm, second: Int64(number))
                    record.model = number % 2 == 0 ? "gpt-4o" : "gpt-4o-mini"
                    record.agentName = number % 4 == 0 ? "planner" : nil
                    maker.add(record)
                }
            }
            func found(_ query: CallQuery) async throws -> [UInt64] { try await spans(bench, query) }
            let all = Array((1...24 as ClosedRange<UInt64>).reversed())
            try expectEqual(try await found(CallQuery(model: "gpt-4o")), all.filter { $0 % 2 == 1 })
            try expectEqual(try await found(CallQuery(model: "gpt")), [])
            try expectEqual(try await found(CallQuery(agent: "planner")), all.filter { $0 % 4 == 1 })
            try expectEqual(try await found(CallQuery(agent: "nobody")), [])
            let traces = [1, 3, 77].map { StoreBatchMaker.trace($0) }
            try expectEqual(try await found(CallQuery(traces: traces)), all.filter { $0 % 3 != 2 })
            try expectEqual(try await found(CallQuery(traces: [])), [])
            let both = CallQuery(
                window: CallWindow(isAscending: true, limit: 2), model: "gpt-4o", agent: "planner",
                traces: traces)
            try expectEqual(try await found(both), [1, 9])
        },
        StoreCase("Calls of another project and of deleted traces are not listed, and limits are kept") {
            bench in
            let other = try await bench.other()
            let places = try await fill(bench)
            try expectEqual(try await bench.store.calls(CallQuery(), project: other).count, 0)
            let tiny = CallQuery(window: CallWindow(limit: -1))
            try expectEqual(try await spans(bench, tiny), [])
            _ = try await bench.store.delete(.all, project: bench.project)
            let huge = CallQuery(window: CallWindow(limit: .max))
            try expectEqual(try await spans(bench, huge), [])
            try expect(places.count == 60, "the case lost its calls")
        },
        StoreCase("Traces are found by the beginning of their ids, in their order") { bench in
            try await bench.append { maker in
                for trace in [3, 1, 9, 1 << 40] as [UInt64] { maker.add(maker.record(trace, 1)) }
            }
            func found(_ from: UInt64, _ through: UInt64, limit: Int = 10) async throws -> [UInt64] {
                let range = StoreBatchMaker.trace(from)...StoreBatchMaker.trace(through)
                return try await bench.store.traces(in: range, project: bench.project, limit: limit).map(
                    \.low)
            }
            try expectEqual(try await found(1, 9), [1, 3, 9])
            try expectEqual(try await found(2, 8), [3])
            try expectEqual(try await found(0, .max), [1, 3, 9, 1 << 40])
            try expectEqual(try await found(0, .max, limit: 2), [1, 3])
            let all = TraceID(high: 0, low: 0)...TraceID(high: .max, low: .max)
            let other = try await bench.other()
            try expectEqual(try await bench.store.traces(in: all, project: other, limit: 9), [])
        },
        StoreCase("Agents are listed by name with the first and last span that names them") { bench in
            func add(_ trace: UInt64, _ span: UInt64, _ agent: String?, _ second: Int64, seconds: Double = 1)
                async throws
            {
                try await bench.append { maker in
                    var record = maker.record(trace, span, kind: .agent, second: second, seconds: seconds)
                    record.agentName = agent
                    maker.add(record)
                }
            }
            try await add(1, 1, "writer", 5)
            try await add(1, 2, "planner", 7)
            try await add(2, 1, "writer", 3)
            try await add(2, 1, "writer", 3)
            try await add(2, 2, nil, 1)
            func agents() async throws -> [AgentSummary] {
                try await bench.store.agents(project: bench.project)
            }
            try expectEqual(
                try await agents(), [agent("planner", 7, 7, 1), agent("writer", 3, 5, 2)])
            try await add(1, 2, "writer", 7, seconds: 9)
            try expectEqual(try await agents(), [agent("writer", 3, 7, 3)])
            let other = try await bench.other()
            try expectEqual(try await bench.store.agents(project: other), [])
            _ = try await bench.store.delete(.traces([StoreBatchMaker.trace(1)]), project: bench.project)
            try expectEqual(try await agents().map(\.spanCount), [1])
            _ = try await bench.store.delete(.all, project: bench.project)
            try expectEqual(try await agents(), [])
        },
    ]

    /// Apart from the rest: the store of the tests looks for no doubles.
    static let callingOnce: [StoreCase] = [
        StoreCase("A call that two spans report is listed once, and a replaced one where it is now") {
            bench in
            try await bench.append { maker in
                var outer = maker.record(1, 1, kind: .llm, second: 5, seconds: 2)
                outer.responseID = "r"
                var inner = maker.record(1, 2, parent: 1, kind: .llm, second: 5, seconds: 2)
                inner.responseID = "r"
                maker.add(outer)
                maker.add(inner)
                maker.call(2, 3, ["q", "a"], second: 6)
            }
            try expectEqual(try await bench.store.calls(CallQuery(), project: bench.project).count, 2)
            try await bench.append { $0.add($0.record(2, 3, kind: .llm, second: 1, seconds: 99)) }
            try expectEqual(try await spans(bench, CallQuery()).last, 3)
            try await bench.append { $0.add($0.record(2, 3, kind: .tool, second: 1, seconds: 100)) }
            try expectEqual(try await bench.store.calls(CallQuery(), project: bench.project).count, 1)
        }
    ]

    private static func agent(_ name: String, _ first: Int64, _ last: Int64, _ spans: Int64) -> AgentSummary {
        AgentSummary(
            name: name, firstSeen: StoreBatchMaker.time(first), lastSeen: StoreBatchMaker.time(last),
            spanCount: spans)
    }

    private static func spans(_ bench: StoreBench, _ query: CallQuery) async throws -> [UInt64] {
        try await bench.store.calls(query, project: bench.project).map(\.span.id.value)
    }

    /// Sixty calls at four moments, span ids of either sign that repeat in several traces.
    private static func fill(_ bench: StoreBench) async throws -> [CallPlace] {
        try await bench.append { maker in
            for number in 0..<60 as Range<UInt64> {
                let span = number % 2 == 0 ? number / 8 + 1 : UInt64.max - number / 8
                maker.call(number + 1, span, ["q", "a \(number)"], second: Int64(number % 4))
            }
        }
        let calls = try await bench.store.calls(
            CallQuery(window: CallWindow(limit: 1000)), project: bench.project)
        let wanted = (0..<60 as Range<UInt64>).map { number in
            CallPlace(
                start: StoreBatchMaker.time(Int64(number % 4)),
                key: StoreBench.key(number + 1, number % 2 == 0 ? number / 8 + 1 : UInt64.max - number / 8))
        }
        try expectEqual(Set(calls.map(\.place)), Set(wanted))
        return wanted.sorted()
    }
}
