import HindcastBytes
import HindcastJSON
import HindcastModel
import HindcastStore
import TestKit

extension StoreSuite {
    static let caring: [StoreCase] = [
        StoreCase("A backup is a whole store while writing goes on, and a used folder is refused") { bench in
            for trace in 1...30 as ClosedRange<UInt64> {
                try await bench.append { $0.call(trace, 1, ["q \(trace)", "a"]) }
            }
            let target = bench.folder.file("copy")
            try await bench.store.backup(to: target) { _ in }
            try await bench.append { $0.call(99, 1, ["later", "a"]) }
            let copy = try await bench.open(target)
            try expectEqual(try await copy.traces(TraceQuery(), project: bench.project).items.count, 30)
            try expectEqual(try await copy.check { _ in }, [])
            try await copy.waitForIndex()
            let hits = try await copy.search(SearchQuery(text: "17"), project: bench.project)
            try expectEqual(hits.items.map(\.traceID.low), [17])
            await copy.close()
            try await expectError("existing folder") {
                try await bench.store.backup(to: target) { _ in }
            } is: {
                if case .engine = $0 { true } else { false }
            }
        },
        StoreCase("A closed store says so") { bench in
            let store = bench.store
            await store.close()
            try await expectError("closed") {
                _ = try await store.currentSequence()
            } is: {
                $0 == .closed
            }
            try await bench.reopen()
        },
        StoreCase("Reads beside a busy writer see whole batches only") { bench in
            let store = bench.store
            let project = bench.project
            async let writing: Void = {
                for round in 1...60 as ClosedRange<UInt64> {
                    var maker = StoreBatchMaker(project)
                    for span in 0..<5 as Range<UInt64> { maker.add(maker.record(1, round * 10 + span)) }
                    _ = try await store.append(maker.batch)
                }
            }()
            for _ in 0..<60 {
                let count = try await store.spans(of: StoreBatchMaker.trace(1), project: project, window: nil)
                    .count
                try expect(count % 5 == 0, "\(count) spans: a torn batch")
            }
            try await writing
            try expectEqual(try await bench.trace(1).spanCount, 300)
        },
        StoreCase("A random life of a store leaves it sound") { bench in
            var random = StoreRandom(seed: 2026)
            for _ in 0..<120 {
                switch Int.random(in: 0..<20, using: &random) {
                case 0:
                    _ = try await bench.store.delete(
                        .traces([StoreBatchMaker.trace(UInt64.random(in: 1...12, using: &random))]),
                        project: bench.project)
                case 1: _ = try await bench.store.collectGarbage { _ in }
                case 2: try await bench.reopen()
                default:
                    var maker = bench.maker()
                    for _ in 0..<Int.random(in: 1...6, using: &random) {
                        let turns = Int.random(in: 1...6, using: &random)
                        maker.call(
                            UInt64.random(in: 1...12, using: &random),
                            UInt64.random(in: 1...30, using: &random),
                            (0..<turns).map { "turn \($0) \(Int.random(in: 0..<3, using: &random))" },
                            second: Int64.random(in: 0...100, using: &random))
                    }
                    _ = try await bench.store.append(maker.batch)
                }
            }
            try expectEqual(try await bench.store.check { _ in }, [])
        },
    ]

    static let recording: [StoreCase] = [
        StoreCase("A project is made once and found by its name") { bench in
            let first = try await bench.store.ensureProject(named: "p", at: StoreBatchMaker.time(1))
            let again = try await bench.store.ensureProject(named: "p", at: StoreBatchMaker.time(2))
            try expectEqual(first, again)
            try expectEqual(try await bench.store.project(named: "p"), first)
            try expectEqual(try await bench.store.project(named: "nobody"), nil)
            try expectEqual(try await bench.store.projects().map(\.name), ["suite", "p"])
        },
        StoreCase("A deleted project takes its traces and keys with it, and no other's") { bench in
            let other = try await bench.store.ensureProject(named: "other", at: StoreBatchMaker.time(0)).id
            try await bench.append { $0.call(1, 1, ["a", "b"]) }
            var maker = StoreBatchMaker(other)
            maker.call(1, 1, ["a", "b"])
            _ = try await bench.store.append(maker.batch)
            _ = try await bench.store.insertKey(key(other, 1))
            try expect(try await bench.store.deleteProject(other), "unknown")
            try expect(try await !bench.store.deleteProject(other), "deleted twice")
            try expectEqual(try await bench.store.keys(project: nil).count, 0)
            try expectEqual(try await bench.store.project(named: "other"), nil)
            try expectEqual(try await bench.store.statistics(project: nil).traces, 1)
        },
        StoreCase("A key is found by its hash, listed oldest first, revoked once and remembered") { bench in
            let first = try await bench.store.insertKey(key(bench.project, 1))
            var wanted = key(bench.project, 2)
            wanted.scopes = [.read, .ingest]
            wanted.extras["reflect"] = ["environment": "test"]
            let second = try await bench.store.insertKey(wanted)
            try expectEqual(try await bench.store.keys(project: bench.project).map(\.id), [first, second])
            wanted.id = second
            try expectEqual(try await bench.store.key(hash: wanted.hash), wanted)
            try expect(try await bench.store.revokeKey(second, at: StoreBatchMaker.time(9)), "not revoked")
            try expect(
                try await !bench.store.revokeKey(second, at: StoreBatchMaker.time(10)), "revoked twice")
            try expect(
                try await !bench.store.revokeKey(999, at: StoreBatchMaker.time(10)), "revoked an unknown key")
            try expectEqual(try await bench.store.key(hash: wanted.hash)?.revoked, StoreBatchMaker.time(9))
            try expectEqual(try await bench.store.key(hash: key(bench.project, 3).hash), nil)
        },
        StoreCase("The last use of a key never moves backwards") { bench in
            let id = try await bench.store.insertKey(key(bench.project, 1))
            for second in [5, 9, 7] as [Int64] {
                try await bench.store.touchKeys([
                    id: StoreBatchMaker.time(second), 77: StoreBatchMaker.time(1),
                ])
            }
            try expectEqual(try await bench.store.keys(project: nil).first?.lastUsed, StoreBatchMaker.time(9))
        },
        StoreCase("The audit record answers newest first") { bench in
            for number in 1...3 as ClosedRange<Int64> {
                try await bench.store.audit(
                    AuditEntry(
                        time: StoreBatchMaker.time(number), actor: "a", action: "key.create",
                        subject: "\(number)"))
            }
            try expectEqual(try await bench.store.auditEntries(limit: 2).map(\.subject), ["3", "2"])
        },
    ]

    private static func key(_ project: ProjectID, _ seed: UInt8) -> KeyRecord {
        KeyRecord(
            project: project, hash: SHA256Digest.of([seed]), hint: "hc_\(seed)", label: "ci",
            scopes: [.ingest], created: StoreBatchMaker.time(Int64(seed)))
    }
}
