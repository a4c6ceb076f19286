import HindcastModel
import HindcastStore
import TestKit

extension StoreSuite {
    static let searching: [StoreCase] = [
        StoreCase("A word of a question is found in the call that saw it") { bench in
            try await bench.append { maker in
                maker.call(1, 1, ["where is the zeppelin", "in the hangar"])
                maker.call(2, 1, ["something else", "fine"], second: 5)
            }
            let hits = try await bench.hits("zeppelin")
            try expectEqual(hits.map(\.traceID.low), [1])
            try expectEqual(hits.map(\.spanID.value), [1])
            try expect(hits[0].snippet.contains("\u{2}zeppelin\u{3}"), "snippet \(hits[0].snippet)")
        },
        StoreCase("A word of an answer is found in the call that said it") { bench in
            try await bench.append { maker in
                maker.call(1, 1, ["q1", "the hangar"])
                maker.call(1, 2, ["q1", "the hangar", "q2", "the runway"], second: 5)
            }
            try expectEqual(try await bench.hits("runway").map(\.spanID.value), [2])
            try expectEqual(try await bench.hits("hangar").map(\.spanID.value), [1])
        },
        StoreCase("A span's name, errors and short values are searchable") { bench in
            var record = bench.maker().record(1, 4, kind: .tool, name: "fetch_invoice")
            record.text = "fetch_invoice ConnectionRefused 127.0.0.1"
            try await bench.append { [record] in $0.add(record) }
            for words in ["fetch_invoice", "invoice", "connectionrefused", "127.0.0.1"] {
                try expectEqual(try await bench.hits(words).map(\.spanID.value), [4], words)
            }
        },
        StoreCase("All words must occur in one message") { bench in
            try await bench.append { maker in
                maker.call(1, 1, ["red apple", "green pear"])
                maker.call(2, 1, ["red pear", "ok"], second: 3)
            }
            try expectEqual(try await bench.hits("red pear").map(\.traceID.low), [2])
            try expectEqual(try await bench.hits("red zebra").count, 0)
        },
        StoreCase("A phrase in quotes must occur as it stands") { bench in
            try await bench.append { maker in
                maker.call(1, 1, ["the big red ball", "ok"])
                maker.call(2, 1, ["red is the big ball", "ok"], second: 3)
            }
            try expectEqual(try await bench.hits("\"big red\"").map(\.traceID.low), [1])
            try expectEqual(try await bench.hits("\"big ball\" red").map(\.traceID.low), [2])
        },
        StoreCase("A star finds words by their beginning") { bench in
            try await bench.append { $0.call(1, 1, ["refactoring the parser", "ok"]) }
            try expectEqual(try await bench.hits("refact*").count, 1)
            try expectEqual(try await bench.hits("factor*").count, 0)
        },
        StoreCase("Case and accents do not matter") { bench in
            try await bench.append { $0.call(1, 1, ["Crème BRÛLÉE in Zürich", "ok"]) }
            for words in ["creme", "BRULEE", "zürich", "ZURICH"] {
                let hits = try await bench.hits(words)
                try expectEqual(hits.count, 1, words)
                try expect(hits[0].snippet.contains("\u{2}"), "no mark in \(hits[0].snippet)")
            }
        },
        StoreCase("A message that several runs share is found in each of them") { bench in
            for trace in 1...5 as ClosedRange<UInt64> {
                try await bench.append {
                    $0.call(
                        trace, 1, ["you are helpful", "ok", "task \(trace)", "done"], second: Int64(trace))
                }
            }
            try expectEqual(Set(try await bench.hits("helpful").map(\.traceID.low)), [1, 2, 3, 4, 5])
        },
        StoreCase("Newer messages come first, and pages join without repetition") { bench in
            for trace in 1...12 as ClosedRange<UInt64> {
                try await bench.append {
                    $0.call(trace, 1, ["common word \(trace)", "fine"], second: Int64(trace))
                }
            }
            try await bench.store.waitForIndex()
            var seen: [UInt64] = []
            var cursor: String?
            repeat {
                let page = try await bench.store.search(
                    SearchQuery(text: "common", limit: 5, cursor: cursor), project: bench.project)
                seen += page.items.map(\.traceID.low)
                cursor = page.next
            } while cursor != nil && seen.count < 50
            try expectEqual(seen, (1...12).reversed())
        },
        StoreCase("A message shared by many runs is paged, too") { bench in
            for trace in 1...11 as ClosedRange<UInt64> {
                try await bench.append { $0.call(trace, 1, ["shared words", "yes"], second: Int64(trace)) }
            }
            try await bench.store.waitForIndex()
            var seen: Set<UInt64> = []
            var cursor: String?
            var pages = 0
            repeat {
                let page = try await bench.store.search(
                    SearchQuery(text: "shared", limit: 4, cursor: cursor), project: bench.project)
                seen.formUnion(page.items.map(\.traceID.low))
                cursor = page.next
                pages += 1
            } while cursor != nil && pages < 20
            try expectEqual(seen, Set(1...11))
            try expectEqual(pages, 3)
        },
        StoreCase("A search finds nothing of another project") { bench in
            let other = try await bench.store.ensureProject(named: "other", at: StoreBatchMaker.time(0)).id
            var maker = StoreBatchMaker(other)
            maker.call(1, 1, ["secret plans", "ok"])
            _ = try await bench.store.append(maker.batch)
            try expectEqual(try await bench.hits("secret").count, 0)
            try expectEqual(
                try await bench.store.search(SearchQuery(text: "secret"), project: other).items.count, 1)
        },
        StoreCase("A search without words is refused, and signs of the query language are only text") {
            bench in
            try await bench.append { $0.call(1, 1, ["a AND b OR NOT c", "ok"]) }
            try await bench.store.waitForIndex()
            for text in ["", "  ", "\"\"", "!!!", "*"] {
                try await expectError("search “\(text)”") {
                    _ = try await bench.store.search(SearchQuery(text: text), project: bench.project)
                } is: {
                    if case .badQuery = $0 { true } else { false }
                }
            }
            for text in ["NOT", "a AND b", "text:a", "a-b", "(a", "a\"b", "NEAR(a b)", "^a", "{a}", "a + b"] {
                _ = try await bench.store.search(SearchQuery(text: text), project: bench.project)
            }
            try expectEqual(try await bench.hits("NOT").count, 1)
        },
        StoreCase("What is committed is found after waiting for the index, also after a restart") { bench in
            for trace in 1...40 as ClosedRange<UInt64> {
                try await bench.append { $0.call(trace, 1, ["needle\(trace)", "ok"], second: Int64(trace)) }
            }
            try await bench.store.waitForIndex()
            try expectEqual(try await bench.store.statistics(project: nil).unindexedContents, 0)
            try await bench.reopen()
            try expectEqual(try await bench.hits("needle17").map(\.traceID.low), [17])
        },
        StoreCase("A replaced span is found by its new text only") { bench in
            for (name, seconds) in [("oldname", 1.0), ("newname", 2.0)] {
                try await bench.append { $0.add($0.record(1, 1, name: name, seconds: seconds)) }
            }
            try expectEqual(try await bench.hits("oldname").count, 0)
            try expectEqual(try await bench.hits("newname").count, 1)
        },
    ]
}
