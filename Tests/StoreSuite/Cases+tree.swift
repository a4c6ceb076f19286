import HindcastModel
import HindcastStore
import TestKit

extension StoreSuite {
    static let treeReading: [StoreCase] = [
        StoreCase("A path leads from a node up to the root, or to where one asks it to stop") { bench in
            let receipt = try await bench.append { $0.call(1, 1, ["a", "b", "c", "d"]) }
            let nodes = receipt.nodes
            let path = try await bench.store.path(from: nodes[3], upTo: .root)
            try expectEqual(path.map(\.id), [nodes[3], nodes[2], nodes[1], nodes[0]])
            try expectEqual(path.map(\.depth), [4, 3, 2, 1])
            try expectEqual(path.last?.parent, .root)
            let part = try await bench.store.path(from: nodes[3], upTo: nodes[1])
            try expectEqual(part.map(\.id), [nodes[3], nodes[2]])
            try expectEqual(try await bench.store.path(from: nodes[3], upTo: nodes[3]).count, 0)
            try expectEqual(try await bench.store.path(from: .root, upTo: .root).count, 0)
            try expectEqual(try await bench.store.path(from: NodeID(99_999), upTo: .root).count, 0)
        },
        StoreCase("Many paths are answered at once, shared nodes once") { bench in
            let receipt = try await bench.append { maker in
                maker.call(1, 1, ["a", "b", "c"])
                maker.call(1, 2, ["a", "b", "x"], second: 3)
            }
            let spans = try await bench.spans(1)
            let found = try await bench.store.paths(from: spans.compactMap(\.output))
            try expectEqual(Set(found.keys), Set(receipt.nodes))
        },
        StoreCase("A path ten thousand messages deep is walked whole") { bench in
            try await bench.append { maker in
                var record = maker.record(1, 1, kind: .llm)
                record.input = maker.path((0..<10_000).map { "turn \($0 % 50)" })
                maker.add(record)
            }
            let input = try await unwrap(bench.spans(1).first?.input, "input")
            let path = try await bench.store.path(from: input, upTo: .root)
            try expectEqual(path.count, 10_000)
            try expectEqual(path.first?.depth, 10_000)
        },
        StoreCase("Contents come back by number, unknown numbers are left out") { bench in
            let receipt = try await bench.append { $0.call(1, 1, ["one", "two"]) }
            let found = try await bench.store.contents(
                receipt.contents + [ContentID(123_456), ContentID(0), ContentID(-1)])
            try expectEqual(Set(found.keys), Set(receipt.contents))
            let message = found[receipt.contents[0]].flatMap { Message(canonical: $0) }
            try expectEqual(message?.text, "one")
        },
        StoreCase("The earlier calls of a session are its newest ones, oldest first") { bench in
            for trace in 1...5 as ClosedRange<UInt64> {
                try await bench.append {
                    $0.call(trace, trace, ["q\(trace)", "a"], second: Int64(trace) * 10, session: "s")
                }
            }
            try await bench.append { $0.call(9, 9, ["q", "a"], second: 15, session: "other") }
            let calls = try await bench.store.earlierCalls(
                session: "s", before: StoreBatchMaker.time(40), project: bench.project, limit: 2)
            try expectEqual(calls.map(\.spanID.value), [2, 3])
            try expect(calls.allSatisfy { $0.input != nil && $0.output != nil }, "paths are missing")
            let none = try await bench.store.earlierCalls(
                session: "s", before: StoreBatchMaker.time(40), project: ProjectID(99), limit: 9)
            try expectEqual(none.count, 0)
        },
        StoreCase("Several spans are read with their bodies at once, unknown ones are left out") { bench in
            try await bench.append { maker in
                for span in 1...9 as ClosedRange<UInt64> { maker.add(maker.record(1, span)) }
            }
            let spans = try await bench.store.storedSpans(
                [SpanID(3), SpanID(4), SpanID(77), SpanID(3)], of: StoreBatchMaker.trace(1),
                project: bench.project)
            try expectEqual(spans.map(\.summary.id.value).sorted(), [3, 4])
            try expect(
                spans.allSatisfy { String(decoding: $0.body, as: UTF8.self).hasPrefix("body of 1/") },
                "bodies")
        },
    ]

    static let logging: [StoreCase] = [
        StoreCase("Logs come back by time, then arrival") { bench in
            try await bench.append { maker in
                for (second, body) in [(Int64(2), UInt8(1)), (1, 2), (2, 3)] {
                    maker.batch.logs.append(log(bench, second, [body]))
                }
            }
            let logs = try await bench.store.logs(
                LogQuery(traceID: StoreBatchMaker.trace(1)), project: bench.project)
            try expectEqual(logs.map(\.body), [[2], [1], [3]])
            try expectEqual(logs[0].eventName, "event")
            try expectEqual(logs[0].severityNumber, 9)
            try expectEqual(logs[0].spanID, SpanID(2))
        },
        StoreCase("A re-sent log record changes nothing, one with another body is another record") { bench in
            for body in [[UInt8(1)], [1], [2]] {
                try await bench.append { $0.batch.logs.append(log(bench, 1, body)) }
            }
            let logs = try await bench.store.logs(
                LogQuery(traceID: StoreBatchMaker.trace(1)), project: bench.project)
            try expectEqual(logs.map(\.body), [[1], [2]])
            try expectEqual(try await bench.store.statistics(project: bench.project).logs, 2)
        },
        StoreCase("Logs are found by span, and by session when they carry no trace") { bench in
            var other = log(bench, 1, [1])
            other.spanID = SpanID(5)
            var loose = log(bench, 2, [2])
            loose.traceID = nil
            loose.spanID = nil
            loose.sessionID = "s"
            let records = [other, loose, log(bench, 3, [3])]
            try await bench.append { $0.batch.logs = records }
            let ofSpan = try await bench.store.logs(
                LogQuery(traceID: StoreBatchMaker.trace(1), spanID: SpanID(5)), project: bench.project)
            try expectEqual(ofSpan.map(\.body), [[1]])
            let ofSession = try await bench.store.logs(LogQuery(sessionID: "s"), project: bench.project)
            try expectEqual(ofSession.map(\.body), [[2]])
            try expectEqual(
                try await bench.store.logs(LogQuery(sessionID: "s"), project: ProjectID(9)).count, 0)
            let limited = try await bench.store.logs(
                LogQuery(traceID: StoreBatchMaker.trace(1), limit: 1), project: bench.project)
            try expectEqual(limited.count, 1)
        },
    ]

    private static func log(_ bench: StoreBench, _ second: Int64, _ body: [UInt8]) -> LogRecord {
        var record = LogRecord(
            project: bench.project, time: StoreBatchMaker.time(second), eventName: "event", severityNumber: 9,
            body: body)
        record.traceID = StoreBatchMaker.trace(1)
        record.spanID = SpanID(2)
        return record
    }
}
