import HindcastModel
import HindcastStore
import TestKit

extension StoreSuite {
    static let deleting: [StoreCase] = [
        StoreCase("A deleted trace is gone from lists, outlines, search and statistics") { bench in
            try await bench.append { maker in
                maker.call(1, 1, ["doomed words", "bye"])
                maker.call(2, 1, ["other words", "hi"], second: 2)
            }
            try await bench.store.waitForIndex()
            let receipt = try await bench.store.delete(
                .traces([StoreBatchMaker.trace(1)]), project: bench.project)
            try expectEqual([receipt.traces, receipt.spans], [1, 1])
            try expectEqual(try await bench.list(), [2])
            try expectEqual(try await bench.spans(1).count, 0)
            try expectEqual(try await bench.hits("doomed").count, 0)
            try expectEqual(try await bench.hits("words").map(\.traceID.low), [2])
            let statistics = try await bench.store.statistics(project: bench.project)
            try expectEqual(
                [statistics.traces, statistics.spans, statistics.messages, statistics.nodes], [1, 1, 2, 2])
        },
        StoreCase("What another trace still uses stays when a trace is deleted") { bench in
            try await bench.append { maker in
                maker.call(1, 1, ["shared", "answer", "more", "end"])
                maker.call(2, 1, ["shared", "answer"], second: 2)
            }
            _ = try await bench.store.delete(.traces([StoreBatchMaker.trace(1)]), project: bench.project)
            _ = try await bench.store.collectGarbage { _ in }
            let span = try await unwrap(bench.spans(2).first, "span")
            let path = try await bench.store.path(from: try unwrap(span.output, "output"), upTo: .root)
            let contents = try await bench.store.contents(path.map(\.content))
            let texts = path.compactMap { contents[$0.content] }.compactMap { Message(canonical: $0)?.text }
            try expectEqual(texts, ["answer", "shared"])
            try expectEqual(try await bench.store.statistics(project: nil).messages, 2)
        },
        StoreCase("Traces are deleted by session, by age, and all of them") { bench in
            try await bench.append { maker in
                maker.call(1, 1, ["a", "b"], second: 1, session: "s")
                maker.call(2, 1, ["a", "b"], second: 2, session: "s")
                maker.call(3, 1, ["a", "b"], second: 3)
                maker.call(4, 1, ["a", "b"], second: 4)
            }
            try expectEqual(try await bench.store.delete(.session("s"), project: bench.project).traces, 2)
            try expectEqual(
                try await bench.store.delete(.startedBefore(StoreBatchMaker.time(4)), project: bench.project)
                    .traces, 1)
            try expectEqual(try await bench.list(), [4])
            try expectEqual(try await bench.store.delete(.all, project: ProjectID(99)).traces, 0)
            try expectEqual(try await bench.store.delete(.all, project: bench.project).traces, 1)
            try expectEqual(try await bench.list(), [])
        },
        StoreCase("A deleted trace that is sent again is recorded again") { bench in
            try await bench.append { $0.call(1, 1, ["a", "b"]) }
            _ = try await bench.store.delete(.all, project: bench.project)
            let receipt = try await bench.append { $0.call(1, 1, ["a", "b"]) }
            try expectEqual(receipt.changes.map(\.isNew), [true])
            try expectEqual(try await bench.trace(1).spanCount, 1)
        },
        StoreCase("A batch that builds on something deleted is refused and changes nothing") { bench in
            let first = try await bench.append { $0.call(1, 1, ["a", "b"]) }
            _ = try await bench.store.delete(.all, project: bench.project)
            let isStale: (StoreError) -> Bool = {
                $0 == .staleReference
            }
            for collect in [false, true] {
                if collect { _ = try await bench.store.collectGarbage { _ in } }
                try await expectError("dead node as input") {
                    try await bench.append { maker in
                        var record = maker.record(2, 1, kind: .llm)
                        record.input = .stored(first.nodes[0])
                        maker.add(record)
                    }
                } is: {
                    isStale($0)
                }
                try await expectError("dead node as parent") {
                    try await bench.append { maker in
                        var record = maker.record(2, 1, kind: .llm)
                        record.input = maker.node(.stored(first.nodes[1]), maker.message(.user, "new"))
                        maker.add(record)
                    }
                } is: {
                    isStale($0)
                }
                try await expectError("dead content") {
                    try await bench.append { maker in
                        var record = maker.record(2, 1, kind: .llm)
                        record.input = maker.node(.root, .stored(first.contents[0]))
                        maker.add(record)
                    }
                } is: {
                    isStale($0)
                }
            }
            try expectEqual(try await bench.list(), [])
        },
        StoreCase("Ids of deleted things are never given out again") { bench in
            let first = try await bench.append { $0.call(1, 1, ["a", "b"]) }
            _ = try await bench.store.delete(.all, project: bench.project)
            _ = try await bench.store.collectGarbage { _ in }
            try await bench.reopen()
            let second = try await bench.append { $0.call(1, 1, ["c", "d"]) }
            try expect(Set(first.nodes).isDisjoint(with: second.nodes), "a node id came back")
            try expect(Set(first.contents).isDisjoint(with: second.contents), "a content id came back")
        },
        StoreCase("Collecting garbage frees deleted bytes and shrinks the store") { bench in
            var random = StoreRandom(seed: 3)
            for batch in 0..<20 as Range<UInt64> {
                var maker = bench.maker()
                for trace in 0..<20 as Range<UInt64> {
                    maker.call(
                        batch * 100 + trace, 1, [random.prose(bytes: 4000), random.prose(bytes: 4000)])
                }
                _ = try await bench.store.append(maker.batch)
            }
            try await bench.store.waitForIndex()
            _ = try await bench.store.collectGarbage { _ in }
            let before = try await bench.store.statistics(project: nil).bytesOnDisk
            _ = try await bench.store.delete(.all, project: bench.project)
            let receipt = try await bench.store.collectGarbage { _ in }
            let after = try await bench.store.statistics(project: nil).bytesOnDisk
            try expect(receipt.contentsFreed >= 600, "freed \(receipt.contentsFreed) contents")
            try expect(after * 3 < before, "\(before) bytes shrank to \(after)")
            try expectEqual(try await bench.store.statistics(project: nil).messages, 0)
        },
        StoreCase("Garbage that is collected among the living leaves them whole") { bench in
            var random = StoreRandom(seed: 5)
            var texts: [UInt64: String] = [:]
            for trace in 1...60 as ClosedRange<UInt64> {
                let text = random.prose(bytes: 800)
                texts[trace] = text
                try await bench.append {
                    $0.call(trace, 1, ["system", "ok", text, "answer \(trace)"], second: Int64(trace))
                }
            }
            let dead = (1...60 as ClosedRange<UInt64>).filter { $0 % 3 != 0 }
            _ = try await bench.store.delete(
                .traces(dead.map { StoreBatchMaker.trace($0) }), project: bench.project)
            _ = try await bench.store.collectGarbage { _ in }
            try await bench.reopen()
            for trace in 1...60 as ClosedRange<UInt64> where trace % 3 == 0 {
                let input = try await unwrap(bench.spans(trace).first?.input, "input of \(trace)")
                let node = try await unwrap(bench.store.path(from: input, upTo: .root).first, "node")
                let bytes = try await unwrap(bench.store.contents([node.content])[node.content], "bytes")
                try expectEqual(Message(canonical: bytes)?.text, texts[trace])
            }
        },
        StoreCase("Logs go with their trace, and loose ones with their session") { bench in
            var ofTrace = LogRecord(
                project: bench.project, time: StoreBatchMaker.time(1), eventName: "e", severityNumber: 1,
                body: [1])
            ofTrace.traceID = StoreBatchMaker.trace(1)
            var loose = LogRecord(
                project: bench.project, time: StoreBatchMaker.time(1), eventName: "e", severityNumber: 1,
                body: [2])
            loose.sessionID = "s"
            try await bench.append { [ofTrace, loose] maker in
                maker.call(1, 1, ["a", "b"], session: "s")
                maker.batch.logs = [ofTrace, loose]
            }
            _ = try await bench.store.delete(.session("s"), project: bench.project)
            try expectEqual(try await bench.store.statistics(project: bench.project).logs, 0)
            try expectEqual(
                try await bench.store.logs(LogQuery(sessionID: "s"), project: bench.project).count, 0)
        },
    ]
}
