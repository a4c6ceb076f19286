import HindcastJSON
import HindcastModel
import HindcastStore
import TestKit

extension StoreSuite {
    static let annotating: [StoreCase] = [
        StoreCase("An annotation comes back as it was written, extras in their order") { bench in
            try await bench.append { $0.add($0.record(1, 1)) }
            var annotation = bench.annotation(1, on: 1, source: "judge", content: "“unit” \n ok 🙂")
            annotation.originalAddress = "messages.0.content:L1"
            annotation.extras["b"] = .number(JSONNumber(1))
            annotation.extras["a"] = .object(JSONObject([("z", .null), ("y", .array([.bool(true)]))]))
            annotation.isResolved = false
            annotation.updated = StoreBatchMaker.time(99)
            annotation.author = Author(name: "")
            try await bench.store.insertAnnotations([annotation])
            try await bench.reopen()
            try expectEqual(
                try await bench.store.annotation(annotation.id, project: bench.project), annotation)
        },
        StoreCase("Annotations of a trace are listed in the order made, whatever their times") { bench in
            try await bench.append { maker in
                maker.add(maker.record(1, 1))
                maker.add(maker.record(2, 1))
            }
            try await bench.store.insertAnnotations([bench.annotation(3, on: 1), bench.annotation(1, on: 1)])
            try await bench.store.insertAnnotations([bench.annotation(9, on: 2), bench.annotation(2, on: 1)])
            try expectEqual(try await numbers(bench, 1), [3, 1, 2])
            try expectEqual(try await numbers(bench, 2), [9])
            try expectEqual(try await numbers(bench, 3), [])
        },
        StoreCase("An annotation that is sent twice is stored once, as it was first") { bench in
            try await bench.append { $0.add($0.record(1, 1)) }
            try await bench.store.insertAnnotations([bench.annotation(1, on: 1)])
            try await bench.store.insertAnnotations([bench.annotation(1, on: 1, content: "else")])
            let found = try await bench.store.annotations(
                of: StoreBatchMaker.trace(1), project: bench.project)
            try expectEqual(found, [bench.annotation(1, on: 1)])
        },
        StoreCase("Annotations written before their trace show together with it") { bench in
            try await bench.store.insertAnnotations([bench.annotation(1, on: 1)])
            let id = StoreBench.id(1)
            let trace = StoreBatchMaker.trace(1)
            try expectEqual(try await numbers(bench, 1), [])
            try expectEqual(try await bench.store.annotation(id, project: bench.project), nil)
            try expectEqual(
                try await bench.store.annotationCounts(of: [trace], project: bench.project), [:])
            try expect(try await !bench.store.deleteAnnotation(id, project: bench.project), "deleted unseen")
            let changed = try await bench.store.updateAnnotation(id, project: bench.project) {
                $0.content = ""
            }
            try expectEqual(changed, nil)
            try await bench.append { $0.add($0.record(1, 1)) }
            try expectEqual(
                try await bench.store.annotation(id, project: bench.project), bench.annotation(1, on: 1))
        },
        StoreCase("An annotation is changed in place and cannot move to another trace") { bench in
            try await bench.append { $0.add($0.record(1, 1)) }
            try await bench.store.insertAnnotations([bench.annotation(1, on: 1), bench.annotation(2, on: 1)])
            let changed = try await bench.store.updateAnnotation(StoreBench.id(1), project: bench.project) {
                $0.content = "better"
                $0.extras["source"] = .string("judge")
                $0.trace = StoreBatchMaker.trace(2)
                $0.project = ProjectID(99)
            }
            let wanted = bench.annotation(1, on: 1, source: "judge", content: "better")
            try expectEqual(changed, wanted)
            let found = try await bench.store.annotations(
                of: StoreBatchMaker.trace(1), project: bench.project)
            try expectEqual(found, [wanted, bench.annotation(2, on: 1)])
        },
        StoreCase("Of many changes to one annotation at once none is lost") { bench in
            try await bench.append { $0.add($0.record(1, 1)) }
            try await bench.store.insertAnnotations([bench.annotation(1, on: 1, content: "")])
            let (store, project) = (bench.store, bench.project)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<40 {
                    group.addTask {
                        try await store.updateAnnotation(StoreBench.id(1), project: project) {
                            $0.content += "x"
                        }
                    }
                }
                try await group.waitForAll()
            }
            let found = try await store.annotation(StoreBench.id(1), project: project)
            try expectEqual(found?.content.count, 40)
        },
        StoreCase("A source's annotations are replaced at once; decided ones and other sources' stay") {
            bench in
            try await bench.append { maker in
                maker.add(maker.record(1, 1))
                maker.add(maker.record(2, 1))
            }
            try await bench.store.insertAnnotations([
                bench.annotation(1, on: 1, source: "analyzer", status: "proposed"),
                bench.annotation(2, on: 1, source: "analyzer", status: "accepted"),
                bench.annotation(3, on: 1, source: "analyzer"), bench.annotation(4, on: 1, source: "judge"),
                bench.annotation(5, on: 1), bench.annotation(6, on: 2, source: "analyzer"),
            ])
            let receipt = try await bench.store.replaceAnnotations(
                of: StoreBatchMaker.trace(1), source: "analyzer", keeping: ["accepted", "rejected"],
                with: [bench.annotation(7, on: 1, source: "analyzer")], project: bench.project)
            try expectEqual(receipt, ReplacementReceipt(deleted: 2, inserted: 1))
            try expectEqual(try await numbers(bench, 1), [2, 4, 5, 7])
            try expectEqual(try await numbers(bench, 2), [6])
            let people = try await bench.store.replaceAnnotations(
                of: StoreBatchMaker.trace(1), source: nil, keeping: [], with: [], project: bench.project)
            try expectEqual(people, ReplacementReceipt(deleted: 1, inserted: 0))
            try expectEqual(try await numbers(bench, 1), [2, 4, 7])
        },
        StoreCase("Annotations are counted by trace and source, people apart") { bench in
            try await bench.append { maker in
                for trace in 1...3 as ClosedRange<UInt64> { maker.add(maker.record(trace, 1)) }
            }
            try await bench.store.insertAnnotations([
                bench.annotation(1, on: 1), bench.annotation(2, on: 1),
                bench.annotation(3, on: 1, source: "judge"),
                bench.annotation(4, on: 2, source: ""),
            ])
            let traces = [1, 2, 3, 9].map { StoreBatchMaker.trace($0) }
            let counts = try await bench.store.annotationCounts(of: traces + traces, project: bench.project)
            try expectEqual(counts, [traces[0]: [nil: 2, "judge": 1], traces[1]: ["": 1]])
        },
        StoreCase("More annotations than one trace may have are refused, and none of them is stored") {
            bench in
            try await bench.append { $0.add($0.record(1, 1)) }
            try await bench.store.insertAnnotations([bench.annotation(0, on: 1)])
            let many = (1...UInt64(StoreLimits.annotationsPerTraceMax)).map { bench.annotation($0, on: 1) }
            try await expectError("too many") {
                try await bench.store.insertAnnotations(many)
            } is: {
                if case .refused = $0 { true } else { false }
            }
            try expectEqual(try await numbers(bench, 1), [0])
            try await bench.store.insertAnnotations(many.dropLast())
            try expectEqual(try await numbers(bench, 1).count, StoreLimits.annotationsPerTraceMax)
        },
        StoreCase("Annotations of another project are unknown, and an unknown one is nil") { bench in
            let other = try await bench.other()
            try await bench.append { $0.add($0.record(1, 1)) }
            var maker = StoreBatchMaker(other)
            maker.add(maker.record(1, 1))
            _ = try await bench.store.append(maker.batch)
            try await bench.store.insertAnnotations([bench.annotation(1, on: 1)])
            let trace = StoreBatchMaker.trace(1)
            let id = StoreBench.id(1)
            try expectEqual(try await bench.store.annotation(id, project: other), nil)
            try expectEqual(try await bench.store.annotations(of: trace, project: other), [])
            try expectEqual(try await bench.store.annotationCounts(of: [trace], project: other), [:])
            try expect(try await !bench.store.deleteAnnotation(id, project: other), "deleted a foreign one")
            let changed = try await bench.store.updateAnnotation(id, project: other) { $0.content = "mine" }
            try expectEqual(changed, nil)
            try expect(try await bench.store.deleteAnnotation(id, project: bench.project), "not deleted")
            try expect(try await !bench.store.deleteAnnotation(id, project: bench.project), "deleted twice")
        },
    ]

    private static func numbers(_ bench: StoreBench, _ trace: UInt64) async throws -> [UInt64] {
        try await bench.store.annotations(of: StoreBatchMaker.trace(trace), project: bench.project).map(
            \.id.low)
    }
}
