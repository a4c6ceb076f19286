import HindcastModel
import HindcastStore
import TestKit

extension StoreSuite {
    static let counting: [StoreCase] = [
        StoreCase("A trace sums the tokens, cost and calls of its model calls only") { bench in
            try await bench.append { maker in
                maker.call(1, 1, ["a", "b"])
                maker.call(1, 2, ["a", "b", "c"], second: 2)
                var agent = maker.record(1, 3, kind: .agent, second: 4)
                agent.usage = Usage(input: 1000, output: 1000)
                agent.cost = 99
                maker.add(agent)
            }
            let trace = try await bench.trace(1)
            try expectEqual(trace.inputTokens, 20)
            try expectEqual(trace.outputTokens, 10)
            try expectEqual(trace.totalCost, 0.2)
            try expectEqual(trace.modelCallCount, 2)
            try expectEqual(trace.spanCount, 3)
        },
        StoreCase("Money sums do not drift: a thousand tenths are a hundred") { bench in
            try await bench.append { maker in
                for span in 1...1000 as ClosedRange<UInt64> {
                    var record = maker.record(1, span, kind: .llm, second: Int64(span) * 2)
                    record.cost = 0.1
                    maker.add(record)
                }
            }
            try expectEqual(try await bench.trace(1).totalCost, 100)
        },
        StoreCase("Nonsense amounts are counted as nothing and break nothing") { bench in
            for (span, cost) in [(UInt64(1), Double.nan), (2, .infinity), (3, -.infinity), (4, 0.5)] {
                var record = bench.maker().record(1, span, kind: .llm, second: Int64(span) * 3)
                record.cost = cost
                record.usage = Usage(input: .max, output: 1)
                try await bench.append { $0.add(record) }
            }
            try expectEqual(try await bench.trace(1).totalCost, 0.5)
            try expectEqual(try await bench.trace(1).outputTokens, 4)
        },
        StoreCase("A call that a framework and a provider both report counts once, in any order of arrival") {
            bench in
            func pair(_ trace: UInt64) -> [SpanRecord] {
                var outer = bench.maker().record(
                    trace, 1, kind: .llm, name: "framework", second: 0, seconds: 3)
                outer.responseID = "r1"
                outer.usage = Usage(input: 10, output: 1)
                let middle = bench.maker().record(trace, 2, parent: 1, kind: .workflow, second: 1)
                var inner = bench.maker().record(trace, 3, parent: 2, kind: .llm, name: "provider", second: 1)
                inner.responseID = "r1"
                inner.usage = Usage(input: 10, output: 1)
                return [outer, middle, inner]
            }
            for (trace, order) in [[0, 1, 2], [2, 1, 0], [0, 2, 1], [2, 0, 1], [1, 0, 2]].enumerated() {
                for index in order { try await bench.append { $0.add(pair(UInt64(trace))[index]) } }
                let summary = try await bench.trace(UInt64(trace))
                try expectEqual(summary.modelCallCount, 1, "order \(order)")
                try expectEqual(summary.inputTokens, 10)
                let counted = try await bench.spans(UInt64(trace)).filter { $0.kind == .llm && $0.isCounted }
                try expectEqual(counted.map(\.name), ["provider"], "order \(order)")
            }
        },
        StoreCase("Calls in parallel with ids of their own all count") { bench in
            for span in 1...6 as ClosedRange<UInt64> {
                var record = bench.maker().record(1, span, parent: 9, kind: .llm)
                record.responseID = "r\(span)"
                record.usage = Usage(input: 1)
                try await bench.append { $0.add(record) }
            }
            try expectEqual(try await bench.trace(1).modelCallCount, 6)
        },
        StoreCase(
            "A call of a long run of parallel calls that is told again ten commits later still counts once"
        ) {
            bench in
            func call(_ span: UInt64, parent: UInt64, response: UInt64) -> SpanRecord {
                var record = bench.maker().record(
                    1, span, parent: parent, kind: .llm, second: Int64(response), seconds: 5)
                record.responseID = "r\(response)"
                record.usage = Usage(input: 1)
                return record
            }
            try await bench.append { $0.add($0.record(1, 1, kind: .agent, seconds: 99)) }
            for number in 1...30 as ClosedRange<UInt64> {
                try await bench.append { maker in
                    maker.add(call(100 + number, parent: 1, response: number))
                    // The provider's report of a call that the framework told ten commits ago.
                    if number > 10 {
                        maker.add(call(200 + number, parent: 90 + number, response: number - 10))
                    }
                }
            }
            let summary = try await bench.trace(1)
            try expectEqual(summary.modelCallCount, 30)
            try expectEqual(summary.inputTokens, 30)
            let left = try await bench.spans(1).filter { $0.kind == .llm && !$0.isCounted }.map(\.id.value)
            try expectEqual(left.sorted(), Array(101...120))
        },
        StoreCase("A trace is in error once any span is") { bench in
            try await bench.append { $0.add($0.record(1, 1)) }
            try expectEqual(try await bench.trace(1).status, .ok)
            var failed = bench.maker().record(1, 2)
            failed.status = .error
            try await bench.append { $0.add(failed) }
            try expectEqual(try await bench.trace(1).status, .error)
        },
        StoreCase("Statistics count traces, spans, distinct messages, nodes and logs, per project and in all")
        { bench in
            let other = try await bench.store.ensureProject(named: "other", at: StoreBatchMaker.time(0)).id
            for project in [bench.project, other] {
                var maker = StoreBatchMaker(project)
                maker.call(1, 1, ["a", "b"])
                maker.call(2, 1, ["a", "c"])
                maker.batch.logs.append(
                    LogRecord(
                        project: project, time: StoreBatchMaker.time(1), eventName: "e", severityNumber: 9,
                        body: [1]))
                _ = try await bench.store.append(maker.batch)
            }
            let one = try await bench.store.statistics(project: other)
            try expectEqual([one.traces, one.spans, one.messages, one.nodes, one.logs], [2, 2, 3, 3, 1])
            let all = try await bench.store.statistics(project: nil)
            try expectEqual([all.traces, all.spans, all.messages, all.nodes, all.logs], [4, 4, 6, 6, 2])
            try expect(all.bytesOnDisk > 0, "nothing on disk")
        },
        StoreCase("A roll-up counts what began in each stretch of time") { bench in
            try await bench.append { maker in
                maker.call(1, 1, ["a", "b"], second: 0)
                maker.call(2, 1, ["a", "b"], second: 59)
                maker.add(maker.record(3, 1, second: 60, seconds: 4))
                maker.add(maker.record(4, 1, second: 300))
            }
            let buckets = try await bench.store.rollup(
                RollupQuery(
                    since: StoreBatchMaker.time(0), until: StoreBatchMaker.time(300), bucketSeconds: 60),
                project: bench.project)
            try expectEqual(buckets.map(\.start), [StoreBatchMaker.time(0), StoreBatchMaker.time(60)])
            try expectEqual(buckets.map(\.traces), [2, 1])
            try expectEqual(buckets[0].modelCalls, 2)
            try expectEqual(buckets[0].inputTokens, 20)
            try expectEqual(buckets[0].cost, 0.2)
            try expectEqual(buckets[1].durationP50Milliseconds, 4000)
            try expectEqual(buckets[0].durationP95Milliseconds, 1000)
        },
    ]
}
