import HindcastModel
import HindcastStore
import TestKit

extension StoreSuite {
    static let forgetting: [StoreCase] = [
        StoreCase("Whatever deletes a trace deletes all that was written about it, and nothing else") {
            bench in
            let selections: [TraceSelection] = [
                .traces([StoreBatchMaker.trace(1)]), .session("s"), .startedBefore(StoreBatchMaker.time(5)),
                .all,
            ]
            for selection in selections {
                try await write(bench, about: 1, second: 1, session: "s")
                try await write(bench, about: 2, second: 8, session: nil)
                _ = try await bench.store.delete(selection, project: bench.project)
                var wanted = [0, 0, 0, 0]
                try expectEqual(try await records(bench, about: 1), wanted, "after \(selection)")
                if case .all = selection {} else { wanted = [1, 1, 1, 1] }
                try expectEqual(try await records(bench, about: 2), wanted, "after \(selection)")
                try expectEqual(try await bench.store.check { _ in }, [])
                _ = try await bench.store.delete(.all, project: bench.project)
            }
        },
        StoreCase("A trace that is recorded again after its deletion has no old records") { bench in
            try await write(bench, about: 1, second: 1, session: nil)
            _ = try await bench.store.delete(.all, project: bench.project)
            try await bench.append { $0.call(1, 1, ["q", "a"]) }
            try expectEqual(try await records(bench, about: 1), [0, 0, 0, 0])
        },
        StoreCase("A deleted project takes its records, datasets, queries and agents") { bench in
            let other = try await bench.other()
            var dataset = Dataset(
                id: StoreBench.id(50), project: other, name: "d", owner: StoreBench.ada,
                created: StoreBatchMaker.time(0))
            dataset.queries = [
                SavedQuery(id: StoreBench.id(60), name: "q", query: "", created: StoreBatchMaker.time(0))
            ]
            var records = PushRecords(project: other)
            records.dataset = dataset
            records.conversations = [
                Conversation(
                    project: other, trace: StoreBatchMaker.trace(1), author: StoreBench.ada,
                    created: StoreBatchMaker.time(0))
            ]
            _ = try await bench.store.push(records)
            try await write(bench, about: 1, second: 1, session: nil)
            try expect(try await bench.store.deleteProject(other), "unknown")
            try expectEqual(try await bench.store.dataset(dataset.id, project: other), nil)
            try expectEqual(try await bench.store.dataset(ofQuery: StoreBench.id(60), project: other), nil)
            try expectEqual(try await Self.records(bench, about: 1), [1, 1, 1, 1])
            try expectEqual(try await bench.store.check { _ in }, [])
        },
        StoreCase("Records of a push under way survive a collection of garbage") { bench in
            try await bench.store.insertAnnotations([bench.annotation(1, on: 1)])
            try await bench.store.setFeedback(bench.feedback(1, 1), keepingTags: false)
            _ = try await bench.store.collectGarbage { _ in }
            try await bench.append { $0.call(1, 1, ["q", "a"]) }
            try expectEqual(try await records(bench, about: 1), [1, 1, 0, 0])
        },
        StoreCase("Records of pushes that never completed are swept after a restart, and no others") {
            bench in
            var lost = PushRecords(project: bench.project)
            lost.conversations = (10..<1400 as Range<UInt64>).map { bench.conversation($0) }
            lost.annotations = [bench.annotation(90, on: 10)]
            lost.feedback = [bench.feedback(10, 1)]
            _ = try await bench.store.push(lost)
            try await write(bench, about: 2, second: 1, session: nil)
            try await bench.reopen()
            _ = try await bench.store.collectGarbage { _ in }
            try await bench.append { maker in
                maker.call(10, 1, ["q", "a"])
                maker.call(1399, 1, ["q", "a"])
            }
            try expectEqual(try await records(bench, about: 10), [0, 0, 0, 0])
            try expectEqual(try await records(bench, about: 1399), [0, 0, 0, 0])
            try expectEqual(try await records(bench, about: 2), [1, 1, 1, 1])
        },
        StoreCase("Attempts and reviews of pushes that never completed are swept after a restart") { bench in
            var lost = PushRecords(project: bench.project)
            lost.attempts = [bench.attempt(7)]
            lost.reviews = [bench.review(7)]
            _ = try await bench.store.push(lost)
            try await bench.runs([1])
            try await bench.reopen()
            _ = try await bench.store.collectGarbage { _ in }
            try await bench.append { $0.call(7, 1, ["q", "a"]) }
            try expectEqual(try await bench.waiting(), [1])
            try expectEqual(try await bench.attempt(of: 7), nil)
        },
        StoreCase("A backup carries what people wrote") { bench in
            try await write(bench, about: 1, second: 1, session: nil)
            let target = bench.folder.file("copy")
            try await bench.store.backup(to: target) { _ in }
            let copy = try await bench.open(target)
            let trace = StoreBatchMaker.trace(1)
            try expectEqual(
                try await copy.annotations(of: trace, project: bench.project),
                try await bench.store.annotations(of: trace, project: bench.project))
            try expectEqual(
                try await copy.conversation(of: trace, project: bench.project),
                try await bench.store.conversation(of: trace, project: bench.project))
            try expectEqual(try await copy.share(token: "token 1")?.trace, trace)
            try expectEqual(try await copy.check { _ in }, [])
            await copy.close()
        },
    ]

    /// One record of each kind, and the trace.
    private static func write(_ bench: StoreBench, about trace: UInt64, second: Int64, session: String?)
        async throws
    {
        var records = PushRecords(project: bench.project)
        records.conversations = [bench.conversation(trace)]
        records.annotations = [bench.annotation(trace, on: trace)]
        records.feedback = [bench.feedback(trace, 1)]
        _ = try await bench.store.push(records)
        try await bench.store.setShare(
            Share(
                project: bench.project, trace: StoreBatchMaker.trace(trace), token: "token \(trace)",
                author: StoreBench.ada, created: StoreBatchMaker.time(0)))
        try await bench.append { $0.call(trace, 1, ["q", "a"], second: second, session: session) }
    }

    /// How many records of each kind a trace has; a trace that is gone is recorded again to see those left behind.
    private static func records(_ bench: StoreBench, about number: UInt64) async throws -> [Int] {
        let trace = StoreBatchMaker.trace(number)
        let (store, project) = (bench.store, bench.project)
        if try await store.trace(trace, project: project) == nil {
            try await bench.append { $0.call(number, 1, ["q", "a"]) }
        }
        return [
            try await store.annotations(of: trace, project: project).count,
            try await store.feedback(of: trace, project: project).count,
            try await store.conversation(of: trace, project: project) == nil ? 0 : 1,
            try await store.share(of: trace, project: project) == nil ? 0 : 1,
        ]
    }
}
