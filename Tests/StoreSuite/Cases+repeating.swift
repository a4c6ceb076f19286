import HindcastJSON
import HindcastModel
import HindcastStore
import TestKit

extension StoreSuite {
    static let repeating: [StoreCase] = [
        StoreCase("A span that is re-sent changes nothing") { bench in
            try await bench.append { $0.call(1, 1, ["a", "b"]) }
            let before = try await bench.trace(1)
            let receipt = try await bench.append { $0.call(1, 1, ["a", "b"]) }
            let after = try await bench.trace(1)
            try expectEqual(receipt.changes, [])
            try expectEqual(after.sequence, before.sequence)
            try expectEqual(after.inputTokens, before.inputTokens)
            try expectEqual(try await bench.store.statistics(project: bench.project).spans, 1)
        },
        StoreCase("A span twice in one batch is stored once") { bench in
            let receipt = try await bench.append { maker in
                maker.call(1, 1, ["a", "b"])
                maker.call(1, 1, ["a", "b"])
            }
            try expectEqual(receipt.changes.count, 1)
            try expectEqual(try await bench.trace(1).modelCallCount, 1)
        },
        StoreCase("Of two versions of a span the one that ended later stays, in either order") { bench in
            for (trace, seconds) in [(UInt64(1), [1.0, 3.0]), (2, [3.0, 1.0])] {
                for length in seconds {
                    try await bench.append {
                        $0.add($0.record(trace, 1, name: "took \(length)", seconds: length))
                    }
                }
                try expectEqual(try await unwrap(bench.spans(trace).first, "span").name, "took 3.0")
                try expectEqual(try await bench.trace(trace).spanCount, 1)
                try expectEqual(try await bench.trace(trace).name, "took 3.0")
            }
        },
        StoreCase("Of two versions that ended together the longer body stays, then the greater one") {
            bench in
            let bodies: [[UInt8]] = [[1, 2], [9], [1, 3], [1, 2]]
            for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]] {
                let trace = UInt64(order[0] + 10)
                for index in order {
                    var record = bench.maker().record(trace, 1)
                    record.body = bodies[index]
                    try await bench.append { $0.add(record) }
                }
                let stored = try await bench.store.span(
                    SpanID(1), of: StoreBatchMaker.trace(trace), project: bench.project)
                try expectEqual(stored?.body, [1, 3])
            }
        },
        StoreCase("Replacing a span moves the sums by the difference") { bench in
            var first = bench.maker().record(1, 1, kind: .llm)
            first.usage = Usage(input: 100, output: 10)
            first.cost = 1
            first.status = .error
            first.tags = ["early"]
            first.sessionID = "old"
            first.metadata = StoreBatchMaker.metadata([("k", "old")])
            var second = bench.maker().record(1, 1, kind: .llm, name: "again", seconds: 2)
            second.usage = Usage(input: 7, output: 3)
            second.cost = 0.5
            second.tags = ["late"]
            try await bench.append { $0.add(first) }
            try await bench.append { $0.add(second) }
            let trace = try await bench.trace(1)
            try expectEqual(trace.inputTokens, 7)
            try expectEqual(trace.outputTokens, 3)
            try expectEqual(trace.totalCost, 0.5)
            try expectEqual(trace.status, .ok)
            try expectEqual(trace.tags, ["late"])
            try expectEqual(trace.sessionID, nil)
            try expect(trace.metadata.isEmpty, "old metadata stays")
            try expectEqual(trace.end, second.end)
        },
        StoreCase("A replaced span lets go of its path, and the new path is kept") { bench in
            try await bench.append { $0.call(1, 1, ["first question", "first answer"]) }
            try await bench.append { maker in
                var record = maker.record(1, 1, kind: .llm, name: "chat", seconds: 2)
                record.input = maker.path(["second question"])
                maker.add(record)
            }
            let span = try await unwrap(bench.spans(1).first, "span")
            let input = try await bench.store.path(from: try unwrap(span.input, "input"), upTo: .root)
            try expectEqual(input.count, 1)
            try expectEqual(try await bench.store.statistics(project: nil).nodes, 1)
            try expectEqual(try await bench.store.statistics(project: nil).messages, 1)
        },
        StoreCase("A message is stored once, whoever says it how often") { bench in
            let first = try await bench.append { $0.call(1, 1, ["same words", "same answer"]) }
            let second = try await bench.append { $0.call(2, 1, ["same words", "same answer"], second: 5) }
            try expectEqual(first.contents, second.contents)
            try expectEqual(first.nodes, second.nodes)
            let statistics = try await bench.store.statistics(project: bench.project)
            try expectEqual(statistics.messages, 2)
            try expectEqual(statistics.nodes, 2)
        },
        StoreCase("The same bytes as a message and as a slice are two contents") { bench in
            let receipt = try await bench.append { maker in
                let message = maker.message(.user, "x")
                let slice = maker.content(.slice, Message(role: .user, text: "x").canonical())
                var record = maker.record(1, 1, kind: .llm)
                record.input = maker.node(.root, message)
                record.ropes = [maker.node(.root, slice)]
                maker.add(record)
            }
            try expectEqual(Set(receipt.contents).count, 2)
        },
        StoreCase("A message said twice in one conversation is two nodes and one content") { bench in
            let receipt = try await bench.append { $0.call(1, 1, ["yes", "ok", "yes", "ok"]) }
            try expectEqual(receipt.contents.count, 2)
            try expectEqual(Set(receipt.nodes).count, 4)
        },
        StoreCase("A batch may build on what earlier receipts named") { bench in
            let first = try await bench.append { $0.call(1, 1, ["question", "answer"]) }
            try await bench.append { maker in
                let next = maker.node(.stored(first.nodes[1]), .stored(first.contents[0]))
                var record = maker.record(1, 2, kind: .llm, second: 2)
                record.input = next
                record.ropes = [.stored(first.nodes[0])]
                maker.add(record)
            }
            let stored = try await unwrap(
                bench.store.span(SpanID(2), of: StoreBatchMaker.trace(1), project: bench.project), "span")
            let path = try await bench.store.path(
                from: try unwrap(stored.summary.input, "input"), upTo: .root)
            try expectEqual(path.map(\.depth), [3, 2, 1])
            try expectEqual(path.map(\.content), [first.contents[0], first.contents[1], first.contents[0]])
            try expectEqual(stored.ropes, [first.nodes[0]])
        },
    ]
}
