import HindcastModel
import HindcastStore
import TestKit

extension StoreSuite {
    static let appending: [StoreCase] = [
        StoreCase("A span comes back as it was recorded") { bench in
            var record = bench.maker().record(1, 2, parent: 9, kind: .tool, name: "get_weather", second: 5)
            record.status = .error
            record.model = "gpt-4o"
            record.provider = "openai"
            record.agentName = "planner"
            record.usage = Usage(input: 1, output: 2, cacheRead: 3, cacheWrite: 4, reasoning: 5)
            record.cost = 0.25
            try await bench.append { $0.add(record) }
            let trace = StoreBatchMaker.trace(1)
            let stored = try await unwrap(
                bench.store.span(SpanID(2), of: trace, project: bench.project), "span")
            let span = stored.summary
            try expectEqual(stored.body, record.body)
            try expectEqual(span.parentID, SpanID(9))
            try expectEqual(span.kind, .tool)
            try expectEqual(span.name, "get_weather")
            try expectEqual(span.start, record.start)
            try expectEqual(span.end, record.end)
            try expectEqual(span.status, .error)
            try expectEqual(span.model, "gpt-4o")
            try expectEqual(span.provider, "openai")
            try expectEqual(span.agentName, "planner")
            try expectEqual(span.usage, record.usage)
            try expectEqual(span.cost, 0.25)
        },
        StoreCase("Times and ids at the ends of their range come back unchanged") { bench in
            for (number, edge) in [(UInt64(1), Int64.min), (2, Int64.max), (3, 0)] {
                let project = bench.project
                var record = SpanRecord(
                    project: project, traceID: StoreBatchMaker.trace(number), spanID: SpanID(.max),
                    kind: .span,
                    name: "", start: Timestamp(nanoseconds: edge), end: Timestamp(nanoseconds: .max))
                record.parentID = SpanID(1 << 63)
                try await bench.append { $0.add(record) }
                let span = try await unwrap(bench.spans(number).first, "span")
                try expectEqual(span.start, record.start)
                try expectEqual(span.end, record.end)
                try expectEqual(span.id, SpanID(.max))
                try expectEqual(span.parentID, SpanID(1 << 63))
            }
        },
        StoreCase("An empty body, an empty name and a body with every byte value are kept") { bench in
            var empty = bench.maker().record(1, 1, name: "")
            empty.body = []
            var every = bench.maker().record(1, 2)
            every.body = (0...255).map { UInt8($0) }
            try await bench.append { maker in
                maker.add(empty)
                maker.add(every)
            }
            let spans = try await bench.store.storedSpans(
                [SpanID(1), SpanID(2)], of: StoreBatchMaker.trace(1), project: bench.project)
            let bodies = Dictionary(spans.map { ($0.summary.id, $0.body) }) { first, _ in first }
            try expectEqual(bodies[SpanID(1)], [])
            try expectEqual(bodies[SpanID(2)], every.body)
        },
        StoreCase("A body larger than any pack is kept whole") { bench in
            var random = StoreRandom(seed: 7)
            var record = bench.maker().record(1, 1)
            record.body = (0..<3_000_000).map { _ in UInt8.random(in: 0...255, using: &random) }
            try await bench.append { $0.add(record) }
            try await bench.reopen()
            let stored = try await bench.store.span(
                SpanID(1), of: StoreBatchMaker.trace(1), project: bench.project)
            try expect(stored?.body == record.body, "the body changed")
        },
        StoreCase("A name longer than a column is cut at a character, the rest of the span is kept") {
            bench in
            let long = String(repeating: "é", count: 2000)
            try await bench.append { $0.add($0.record(1, 1, name: long)) }
            let name = try await unwrap(bench.spans(1).first, "span").name
            try expect(name.utf8.count <= StoreLimits.columnBytesMax, "the name has \(name.utf8.count) bytes")
            try expect(
                name.utf8.count >= StoreLimits.columnBytesMax - 1 && name.allSatisfy { $0 == "é" },
                "cut badly")
        },
        StoreCase("A commit survives closing and opening the store") { bench in
            let receipt = try await bench.append { $0.call(1, 1, ["hello", "hi"]) }
            try await bench.reopen()
            try expectEqual(try await bench.trace(1).spanCount, 1)
            try expectEqual(try await bench.store.currentSequence(), receipt.sequence)
        },
        StoreCase("Commit numbers grow by one and go on after a restart") { bench in
            let first = try await bench.append { $0.add($0.record(1, 1)) }
            let second = try await bench.append { $0.add($0.record(1, 2)) }
            try await bench.reopen()
            let third = try await bench.append { $0.add($0.record(1, 3)) }
            try expectEqual([second.sequence, third.sequence], [first.sequence + 1, first.sequence + 2])
        },
        StoreCase("The receipt names new spans in batch order, and tells new from replaced") { bench in
            try await bench.append { $0.add($0.record(1, 2)) }
            let receipt = try await bench.append { maker in
                maker.add(maker.record(1, 3))
                maker.add(maker.record(1, 2, seconds: 2))
                maker.add(maker.record(2, 1))
            }
            try expectEqual(receipt.changes.map(\.spanID.value), [3, 2, 1])
            try expectEqual(receipt.changes.map(\.isNew), [true, false, true])
        },
        StoreCase("A batch that names a node it does not have is refused whole") { bench in
            try await expectError("bad reference") {
                try await bench.append { maker in
                    maker.add(maker.record(1, 1))
                    var bad = maker.record(1, 2, kind: .llm)
                    bad.input = .batch(7)
                    maker.add(bad)
                }
            } is: {
                if case .engine = $0 { true } else { false }
            }
            try expectEqual(try await bench.list(), [])
            try await bench.append { $0.add($0.record(1, 1)) }
            try expectEqual(try await bench.list(), [1])
        },
        StoreCase("A batch that names a stored node nobody knows is refused whole") { bench in
            try await expectError("unknown node") {
                try await bench.append { maker in
                    var bad = maker.record(1, 2, kind: .llm)
                    bad.input = .stored(NodeID(77))
                    maker.add(bad)
                }
            } is: {
                $0 == .staleReference
            }
            try expectEqual(try await bench.list(), [])
        },
        StoreCase("Two projects may use the same ids without seeing each other") { bench in
            let other = try await bench.store.ensureProject(named: "other", at: StoreBatchMaker.time(0)).id
            try await bench.append { $0.call(1, 1, ["mine", "yes"]) }
            var maker = StoreBatchMaker(other)
            maker.call(1, 1, ["theirs", "no", "maybe"], second: 9)
            _ = try await bench.store.append(maker.batch)
            let theirs = try await unwrap(
                bench.store.trace(StoreBatchMaker.trace(1), project: other), "trace")
            try expectEqual(theirs.start, StoreBatchMaker.time(9))
            try expectEqual(try await bench.trace(1).start, StoreBatchMaker.time(0))
            let none = ProjectID(4711)
            try expect(
                try await bench.store.trace(StoreBatchMaker.trace(1), project: none) == nil, "foreign trace")
            try expectEqual(try await bench.store.traces(TraceQuery(), project: none).items.count, 0)
            let span = try await bench.store.span(SpanID(1), of: StoreBatchMaker.trace(1), project: none)
            try expect(span == nil, "foreign span")
        },
    ]
}
