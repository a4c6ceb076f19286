import HindcastJSON
import HindcastModel
import HindcastStore
import TestKit

extension StoreSuite {
    static let listing: [StoreCase] = [
        StoreCase("Traces are listed newest first, then by id") { bench in
            try await bench.append { maker in
                for (trace, second) in [(UInt64(1), Int64(5)), (2, 9), (3, 5), (4, 1)] {
                    maker.add(maker.record(trace, 1, second: second))
                }
            }
            try expectEqual(try await bench.list(), [2, 3, 1, 4])
        },
        StoreCase("Pages join without gap or repetition while new traces arrive") { bench in
            try await bench.append { maker in
                for trace in 1...25 as ClosedRange<UInt64> {
                    maker.add(maker.record(trace, 1, second: Int64(trace / 3)))
                }
            }
            let whole = try await bench.list()
            var seen: [UInt64] = []
            var cursor: String?
            for round in 0..<20 {
                let page = try await bench.store.traces(
                    TraceQuery(limit: 4, cursor: cursor), project: bench.project)
                seen += page.items.map(\.id.low)
                try await bench.append { $0.add($0.record(1000 + UInt64(round), 1, second: 500)) }
                cursor = page.next
                if cursor == nil { break }
            }
            try expectEqual(seen, whole)
            try expect(cursor == nil, "the list has no end")
        },
        StoreCase("A page of exactly the rest has no next page") { bench in
            try await bench.append { maker in
                for trace in 1...4 as ClosedRange<UInt64> { maker.add(maker.record(trace, 1)) }
            }
            let page = try await bench.store.traces(TraceQuery(limit: 4), project: bench.project)
            try expectEqual(page.items.count, 4)
            try expect(page.next == nil, "a next page")
        },
        StoreCase("A page is never larger than the limit that all engines keep") { bench in
            try await bench.append { maker in
                for trace in 1...1100 as ClosedRange<UInt64> { maker.add(maker.record(trace, 1)) }
            }
            let page = try await bench.store.traces(TraceQuery(limit: .max), project: bench.project)
            try expectEqual(page.items.count, StoreLimits.pageMax)
            try expect(page.next != nil, "no next page")
        },
        StoreCase("A cursor that cannot be read is refused as such") { bench in
            for cursor in ["", "nonsense", String(repeating: "0", count: 48), "ü"] {
                try await expectError(cursor) {
                    _ = try await bench.store.traces(TraceQuery(cursor: cursor), project: bench.project)
                } is: {
                    if case .badCursor = $0 { true } else { false }
                }
            }
        },
        StoreCase("An unknown trace has no summary, no spans and no logs") { bench in
            let unknown = StoreBatchMaker.trace(404)
            try expect(try await bench.store.trace(unknown, project: bench.project) == nil, "a summary")
            try expectEqual(
                try await bench.store.spans(of: unknown, project: bench.project, window: nil).count, 0)
            try expectEqual(
                try await bench.store.spans(of: unknown, project: bench.project, window: 0..<5).count, 0)
            try expect(
                try await bench.store.span(SpanID(1), of: unknown, project: bench.project) == nil, "a span")
            try expectEqual(
                try await bench.store.logs(LogQuery(traceID: unknown), project: bench.project).count, 0)
            let patched = try await bench.store.patch(
                TracePatch(addTags: ["x"]), trace: unknown, project: bench.project)
            try expect(!patched, "patched")
        },
        StoreCase("A live reader catches up from any commit, oldest change first") { bench in
            let first = try await bench.append { $0.add($0.record(1, 1)) }
            try await bench.append { $0.add($0.record(2, 1)) }
            try await bench.append { $0.add($0.record(1, 2)) }
            let all = try await bench.store.changes(after: 0, project: bench.project, limit: 10)
            try expectEqual(all.map(\.traceID.low), [2, 1])
            let later = try await bench.store.changes(after: first.sequence, project: bench.project, limit: 1)
            try expectEqual(later.map(\.traceID.low), [2])
            let none = try await bench.store.changes(
                after: all.last?.sequence ?? 0, project: bench.project, limit: 9)
            try expectEqual(none, [])
        },
        StoreCase("A live reader who saw less than the last deletion is told that something is gone") {
            bench in
            try await bench.append { $0.add($0.record(1, 1)) }
            try await bench.append { $0.add($0.record(2, 1)) }
            try expectEqual(try await bench.store.lastDeletion(project: bench.project), 0)
            let nothing = try await bench.store.delete(.session("none"), project: bench.project)
            try expectEqual(nothing.sequence, nil)
            let receipt = try await bench.store.delete(
                .traces([StoreBatchMaker.trace(1)]), project: bench.project)
            let current = try await bench.store.currentSequence()
            try expectEqual(receipt.sequence, current)
            try expectEqual(try await bench.store.lastDeletion(project: bench.project), current)
            let other = ProjectID(bench.project.value + 1)
            try expectEqual(try await bench.store.lastDeletion(project: other), 0)
            let next = try await bench.append { $0.add($0.record(3, 1)) }
            try expect(next.sequence > current, "the next commit has the next number")
        },
        StoreCase("A commit that changed several traces is not torn when a reader catches up in small steps")
        { bench in
            try await bench.append { $0.add($0.record(9, 1)) }
            try await bench.append { maker in
                for trace in 1...3 as ClosedRange<UInt64> { maker.add(maker.record(trace, 1)) }
            }
            var seen: [UInt64] = []
            var after: Int64 = 0
            for _ in 0..<9 {
                let changes = try await bench.store.changes(after: after, project: bench.project, limit: 3)
                if changes.isEmpty { break }
                seen += changes.map(\.traceID.low)
                after = changes.last?.sequence ?? after
            }
            try expectEqual(seen, [9, 1, 2, 3])
        },
        StoreCase("People's tags and metadata win, whatever spans say later") { bench in
            var record = bench.maker().record(1, 1)
            record.tags = ["auto", "noise"]
            record.metadata = StoreBatchMaker.metadata([("env", "dev"), ("drop", "me")])
            try await bench.append { $0.add(record) }
            let patch = TracePatch(
                addTags: ["mine"], removeTags: ["noise"],
                metadata: JSONObject([("env", JSON.string("prod")), ("drop", JSON.null)]))
            try expect(
                try await bench.store.patch(patch, trace: StoreBatchMaker.trace(1), project: bench.project),
                "unknown")
            var later = record
            later.spanID = SpanID(2)
            later.start = StoreBatchMaker.time(50)
            later.end = StoreBatchMaker.time(51)
            try await bench.append { [later] in $0.add(later) }
            var replaced = record
            replaced.end = StoreBatchMaker.time(60)
            try await bench.append { [replaced] in $0.add(replaced) }
            try await bench.reopen()
            let trace = try await bench.trace(1)
            try expectEqual(trace.tags, ["auto", "mine"])
            try expectEqual(trace.metadata["env"]?.stringValue, "prod")
            try expect(trace.metadata["drop"] == nil, "a removed key came back")
        },
        StoreCase("A removed tag that people add again is back") { bench in
            var record = bench.maker().record(1, 1)
            record.tags = ["x"]
            try await bench.append { [record] in $0.add(record) }
            let trace = StoreBatchMaker.trace(1)
            _ = try await bench.store.patch(
                TracePatch(removeTags: ["x"]), trace: trace, project: bench.project)
            try expectEqual(try await bench.trace(1).tags, [])
            _ = try await bench.store.patch(TracePatch(addTags: ["x"]), trace: trace, project: bench.project)
            try expectEqual(try await bench.trace(1).tags, ["x"])
        },
    ]

    static let filtering: [StoreCase] = [
        filter(
            "by model, with a star for any characters",
            [(.model("gpt-*"), [1]), (.model("claude"), [2]), (.model("g"), [])]),
        filter(
            "by kind and by what a trace has",
            [
                (.kind(.llm), [2, 1]), (.kind(.tool), [3]), (.has(.tool), [3]), (.has(.llm), [2, 1]),
                (.has(.error), [3]),
                (.has(.session), [1]), (.has(.user), [2]), (.has(.cost), [1]), (.has(.tags), [2, 1]),
                (.has(.metadata), [1]),
            ]),
        filter("by status", [(.status(.error), [3]), (.status(.ok), [2, 1])]),
        filter(
            "by tag, as a whole",
            [(.tag("red"), [2, 1]), (.tag("re"), []), (.tag("a\",\"b"), [2]), (.tag("%"), [])]),
        filter("by session and user", [(.session("s1"), [1]), (.user("u2"), [2]), (.session("u2"), [])]),
        filter(
            "by the name of the trace or of a span",
            [
                (.name("alpha"), [1]), (.name("lph"), [1]), (.name("*beta"), [2]), (.name("100%"), [3]),
                (.name("_"), []),
            ]),
        filter(
            "by cost, tokens and duration",
            [
                (.cost(.more, 0.4), [1]), (.cost(.equal, 0.5), [1]), (.cost(.less, 0.1), [3, 2]),
                (.tokens(.atLeast, 30), [1]),
                (.durationSeconds(.atLeast, 10), [3]), (.durationSeconds(.less, 10), [2, 1]),
            ]),
        filter(
            "by metadata",
            [
                (.metadata(key: "env", value: "prod"), [1]), (.metadata(key: "env", value: nil), [1]),
                (.metadata(key: "count", value: "3"), [1]), (.metadata(key: "flag", value: "true"), [1]),
                (.metadata(key: "env", value: "x"), []),
            ]),
        filter(
            "by time",
            [
                (.since(StoreBatchMaker.time(20)), [3, 2]), (.until(StoreBatchMaker.time(20)), [1]),
                (.all([.since(StoreBatchMaker.time(20)), .until(StoreBatchMaker.time(30))]), [2]),
            ]),
        filter(
            "by any combination",
            [
                (.any([.tag("red"), .status(.error)]), [3, 2, 1]), (.not(.tag("red")), [3]),
                (.all([]), [3, 2, 1]), (.any([]), []),
                (.all([.tag("red"), .not(.any([.model("gpt-4o"), .status(.error)]))]), [2]),
            ]),
        StoreCase("A filter by words finds the traces in which they occur") { bench in
            try await bench.append { maker in
                maker.call(1, 1, ["the quick fox", "jumps"])
                maker.call(2, 1, ["a lazy dog", "sleeps"], second: 3)
            }
            try await bench.store.waitForIndex()
            try expectEqual(try await bench.list(.text("fox")), [1])
            try expectEqual(try await bench.list(.all([.text("lazy dog"), .kind(.llm)])), [2])
            try expectEqual(try await bench.list(.text("\"dog lazy\"")), [])
        },
        StoreCase("A filter with thousands of terms is refused, not run") { bench in
            try await expectError("huge filter") {
                _ = try await bench.list(.any((0..<5000).map { .tag("\($0)") }))
            } is: {
                if case .badQuery = $0 { true } else { false }
            }
        },
    ]

    private static func filter(_ caption: String, _ questions: [(TraceFilter, [UInt64])]) -> StoreCase {
        StoreCase("Traces are filtered " + caption) { bench in
            try await bench.append { maker in
                maker.call(1, 1, ["a", "b"], second: 10, session: "s1")
                var alpha = maker.record(1, 2, parent: 1, kind: .llm, name: "alpha", second: 12)
                alpha.usage = Usage(input: 10, output: 5)
                alpha.cost = 0.4
                alpha.tags = ["red"]
                alpha.metadata = JSONObject([
                    ("env", JSON.string("prod")), ("count", JSON(integerLiteral: 3)),
                    ("flag", JSON.bool(true)),
                ])
                maker.add(alpha)
                var beta = maker.record(2, 1, kind: .llm, name: "beta", second: 20)
                beta.model = "claude"
                beta.tags = ["red", "a\",\"b"]
                beta.userID = "u2"
                maker.add(beta)
                var gamma = maker.record(3, 1, kind: .tool, name: "100% gamma", second: 30, seconds: 12)
                gamma.status = .error
                maker.add(gamma)
            }
            for (filter, wanted) in questions {
                try expectEqual(try await bench.list(filter), wanted, "\(filter):")
            }
        }
    }
}
