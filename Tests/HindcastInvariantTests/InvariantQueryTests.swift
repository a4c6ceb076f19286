import HindcastEngine
import HindcastJSON
import TestKit
import Testing

@testable import HindcastInvariant

@Suite("Invariant's search language")
struct InvariantQueryTests {
    @Test(
        "Filters are told from words",
        arguments: [
            ("two", [], "two"), ("two  three", [], "two  three"), ("is:annotated", [.annotated(true)], nil),
            ("a is:annotated b", [.annotated(true)], "a b"), ("not:annotated", [.annotated(false)], nil),
            ("no:annotated x", [.annotated(false)], "x"),
            ("meta:n>3", [.metadata(key: "n", .more, "3")], nil),
            (
                "meta:n>=3 meta:n<=5",
                [.metadata(key: "n", .atLeast, "3"), .metadata(key: "n", .atMost, "5")], nil
            ),
            ("meta:n==3", [.metadata(key: "n", .equal, "3")], nil),
            ("meta:t%a:b", [.metadata(key: "t", .contains, "a:b")], nil),
            ("weird:thing idx:1", [], "weird:thing idx:1"), ("", [], nil), (" ", [], nil),
        ] as [(String, [InvariantQuery.Filter], String?)])
    func filters(text: String, filters: [InvariantQuery.Filter], words: String?) {
        let query = InvariantQuery(text)
        #expect(query.filters == filters)
        #expect(query.words == words)
        #expect(query.warnings.isEmpty)
        #expect(query.form == .search)
    }

    @Test(
        "A filter that cannot be read is left out and named",
        arguments: ["is:strange", "meta:n", "meta:>3", "not:x"])
    func warnings(text: String) {
        let query = InvariantQuery(text + " word")
        #expect(query.filters.isEmpty)
        #expect(query.words == "word")
        #expect(query.warnings.count == 1)
        #expect(query.warnings.first?.contains(text) == true)
    }

    @Test("Selections and findings are whole queries")
    func wholes() {
        #expect(InvariantQuery("filter:sel:0,3, 5").form == .indices(label: "sel", [0, 3, 5]))
        #expect(InvariantQuery("idfilter:mine:AB,cd").form == .ids(label: "mine", ["ab", "cd"]))
        #expect(InvariantQuery("is:invariant").form == .findings)
        #expect(InvariantQuery("filter:sel:x").form == .search)
    }

    @Test(
        "Numbers compare as numbers, texts as texts",
        arguments: [
            ("n>9", true), ("n>10", false), ("n=10.0", true), ("n<9", false), ("t=abc", true),
            ("t>abb", true), ("t=ABC", false),
            ("t%B", true), ("b=true", true), ("N=10", false), ("z=1", false),
        ])
    func comparisons(condition: String, matches: Bool) throws {
        let metadata = JSONObject([("n", 10), ("t", "abc"), ("b", true)] as [(key: String, value: JSON)])
        let filter = try #require(InvariantQuery("meta:" + condition).filters.first)
        #expect(filter.matches(metadata, isAnnotated: false) == matches)
    }
}

@Suite("What Invariant's clients send, by chance")
struct InvariantFuzzTests {
    private static let push = """
        {"messages":[[{"role":"user","content":"a"},{"role":"assistant","tool_calls":[{"function":{"name":"f",\
        "arguments":"{\\"x\\": \\"{\\\\\\"y\\\\\\":1}\\"}"}}]}]],\
        "annotations":[[{"content":"c","address":"messages[0]"}]],\
        "dataset":"d","metadata":[{"name":"n"}]}
        """
    private static let file = """
        {"metadata":{"a":1}}
        {"messages":[{"role":"user"}],"annotations":[],"index":1}
        {"messages":[],"index":2,"name":"x","hierarchy_path":["a"]}
        """

    @Test(
        "Damaged pushes, files and searches are taken whole or refused",
        arguments: 1...150 as ClosedRange<UInt64>)
    func damage(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<20 {
            InvariantFuzz.push(random.damaged(Array(Self.push.utf8)))
            InvariantFuzz.file(random.damaged(Array(Self.file.utf8)))
            InvariantFuzz.query(random.damaged(Array("a is:annotated meta:n>=3 filter:x:1,2".utf8)))
        }
    }

    @Test("The examples themselves are taken")
    func examples() throws {
        let body = try #require(try JSONReader.parse(Self.push).objectValue)
        let payload = try PushPayload(body)
        let message = try #require(payload.items.first?.messages.last)
        #expect(message["tool_calls"]?[0]?["function"]?["arguments"] == ["x": "{\"y\":1}"])
        #expect(try DatasetFile(Array(Self.file.utf8)).items.map(\.index) == [1, 2])
    }
}
