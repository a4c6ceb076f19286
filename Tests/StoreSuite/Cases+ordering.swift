import HindcastJSON
import HindcastModel
import HindcastStore
import TestKit

extension StoreSuite {
    static let ordering: [StoreCase] = [
        StoreCase("Whatever the order of arrival, the answers are the same") { bench in
            var random = StoreRandom(seed: 42)
            let records = Self.mixedTrace(bench.maker())
            var answers: Set<String> = []
            for trial in 0..<12 {
                let project = try await bench.store.ensureProject(
                    named: "order \(trial)", at: StoreBatchMaker.time(0)
                ).id
                var rest = records.shuffled(using: &random)
                while !rest.isEmpty {
                    var maker = StoreBatchMaker(project)
                    let count = Int.random(in: 1...rest.count, using: &random)
                    for record in rest.prefix(count) { Self.add(record, to: &maker) }
                    rest.removeFirst(count)
                    _ = try await bench.store.append(maker.batch)
                }
                answers.insert(try await Self.answer(bench.store, project))
            }
            try expectEqual(answers.count, 1, "different answers: \(answers)")
        },
        StoreCase("A trace is named by its dialect, else by its root span, else by its earliest span") {
            bench in
            try await bench.append { $0.add($0.record(1, 5, parent: 1, name: "late child", second: 5)) }
            try expectEqual(try await bench.trace(1).name, "late child")
            try await bench.append { $0.add($0.record(1, 4, parent: 1, name: "early child", second: 3)) }
            try expectEqual(try await bench.trace(1).name, "early child")
            try await bench.append { $0.add($0.record(1, 1, name: "root", second: 4)) }
            try expectEqual(try await bench.trace(1).name, "root")
            var named = bench.maker().record(1, 9, parent: 1, second: 8)
            named.traceName = "the run"
            try await bench.append { $0.add(named) }
            try expectEqual(try await bench.trace(1).name, "the run")
        },
        StoreCase("Metadata is merged by key, the later start wins, then the greater id") { bench in
            func record(_ span: UInt64, _ second: Int64, _ pairs: [(String, String)]) -> SpanRecord {
                var record = bench.maker().record(1, span, second: second)
                record.metadata = StoreBatchMaker.metadata(pairs)
                return record
            }
            try await bench.append { $0.add(record(2, 5, [("a", "late"), ("b", "only")])) }
            try await bench.append { maker in
                maker.add(record(1, 1, [("a", "early"), ("c", "first")]))
                maker.add(record(9, 1, [("c", "second")]))
            }
            let metadata = try await bench.trace(1).metadata
            try expectEqual(metadata["a"]?.stringValue, "late")
            try expectEqual(metadata["b"]?.stringValue, "only")
            try expectEqual(metadata["c"]?.stringValue, "second")
        },
        StoreCase("Tags of all spans are joined and sorted") { bench in
            for (span, tags) in [(UInt64(1), ["b", "a"]), (2, ["c", "a"])] {
                var record = bench.maker().record(1, span)
                record.tags = tags
                try await bench.append { $0.add(record) }
            }
            try expectEqual(try await bench.trace(1).tags, ["a", "b", "c"])
        },
        StoreCase("Spans are listed by start, then id, and a window is a part of that list") { bench in
            try await bench.append { maker in
                for (span, second) in [(UInt64(1) << 63, Int64(1)), (5, 1), (7, 0), (6, 2)] {
                    maker.add(maker.record(1, span, second: second))
                }
            }
            try expectEqual(try await bench.spans(1).map(\.id.value), [7, 5, 1 << 63, 6])
            for window in [0..<2, 1..<3, 3..<9, 9..<12] {
                let part = try await bench.store.spans(
                    of: StoreBatchMaker.trace(1), project: bench.project, window: window)
                let whole = try await bench.spans(1).map(\.id)
                try expectEqual(part.map(\.id), Array(whole[window.clamped(to: 0..<4)]))
            }
            try await bench.append { $0.add($0.record(1, 2, second: -1)) }
            let first = try await bench.store.spans(
                of: StoreBatchMaker.trace(1), project: bench.project, window: 0..<1)
            try expectEqual(first.map(\.id.value), [2])
        },
    ]

    /// A trace with everything whose order could matter.
    private static func mixedTrace(_ maker: StoreBatchMaker) -> [SpanRecord] {
        var random = StoreRandom(seed: 1)
        var records: [SpanRecord] = []
        for span in 1...24 as ClosedRange<UInt64> {
            let parent = span == 1 ? nil : UInt64.random(in: 1..<span, using: &random)
            let kind: SpanKind = span % 3 == 0 ? .llm : span % 3 == 1 ? .agent : .tool
            var record = maker.record(
                1, span, parent: parent, kind: kind, name: "span \(span)",
                second: Int64.random(in: 0...6, using: &random),
                seconds: Double(Int.random(in: 1...4, using: &random)))
            record.usage = Usage(input: Int64(span), output: Int64(span) * 2)
            record.cost = Double(span) * 0.1
            record.responseID = kind == .llm ? "r\(span % 4)" : nil
            record.model = kind == .llm ? "m" : nil
            record.status = span % 7 == 0 ? .error : .ok
            record.tags = ["t\(span % 5)"]
            record.sessionID = span % 4 == 0 ? "s\(span)" : nil
            record.userID = span % 6 == 0 ? "u\(span)" : nil
            record.traceName = span % 10 == 0 ? "run \(span)" : nil
            record.metadata = StoreBatchMaker.metadata([("k\(span % 3)", "v\(span)")])
            records.append(record)
            if span % 5 == 0 {
                record.end = Timestamp(nanoseconds: record.end.nanoseconds + 5)
                record.usage = Usage(input: 1, output: 1)
                record.tags = []
                record.metadata = StoreBatchMaker.metadata([("k9", "late")])
                records.append(record)
            }
        }
        return records
    }

    private static func add(_ record: SpanRecord, to maker: inout StoreBatchMaker) {
        var moved = maker.record(1, record.spanID.value, kind: record.kind, name: record.name)
        moved.parentID = record.parentID
        moved.start = record.start
        moved.end = record.end
        moved.usage = record.usage
        moved.cost = record.cost
        moved.responseID = record.responseID
        moved.model = record.model
        moved.status = record.status
        moved.tags = record.tags
        moved.sessionID = record.sessionID
        moved.userID = record.userID
        moved.traceName = record.traceName
        moved.metadata = record.metadata
        if record.kind == .llm {
            let input = maker.path(["question", "answer \(record.spanID.value % 2)"])
            moved.input = input
            moved.output = maker.node(input, maker.message(.assistant, "said \(record.spanID.value % 3)"))
        }
        maker.add(moved)
    }

    private static func answer(_ store: any TraceStore, _ project: ProjectID) async throws -> String {
        let trace = try await unwrap(store.trace(StoreBatchMaker.trace(1), project: project), "trace")
        let spans = try await store.spans(of: trace.id, project: project, window: nil)
        let metadata = trace.metadata.keys.sorted().map { "\($0)=\(trace.metadata[$0]?.stringValue ?? "")" }
        return "\(trace.name) \(trace.start) \(trace.end) \(trace.spanCount) \(trace.status) "
            + "\(trace.sessionID ?? "-") \(trace.userID ?? "-") \(trace.tags) \(metadata) \(trace.inputTokens) "
            + "\(trace.outputTokens) \(trace.totalCost) \(trace.modelCallCount) "
            + spans.map { "\($0.id)\($0.isCounted ? "" : "x")\($0.usage.input ?? 0)" }.joined(separator: ",")
    }
}
