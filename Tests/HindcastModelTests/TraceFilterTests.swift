import HindcastModel
import Testing

@Suite("Filter language")
struct TraceFilterTests {
    static let now = Timestamp(nanoseconds: 1_767_225_600_000_000_000)  // 2026-01-01T00:00:00Z

    private func parse(_ text: String) throws -> TraceFilter? { try TraceFilter.parse(text, now: Self.now) }

    @Test(
        "Every field can be asked for",
        arguments: [
            ("model:gpt-4*", .model("gpt-4*")), ("kind:llm", .kind(.llm)), ("STATUS:Error", .status(.error)),
            ("tag:good", .tag("good")), ("session:s-1", .session("s-1")), ("user:ann", .user("ann")),
            ("name:\"my agent\"", .name("my agent")), ("cost:>0.1", .cost(.more, 0.1)),
            ("tokens:>=1000", .tokens(.atLeast, 1000)), ("tokens:<2k", .tokens(.less, 2000)),
            ("cost:0.5", .cost(.equal, 0.5)), ("duration:<500ms", .durationSeconds(.less, 0.5)),
            ("duration:<=3m", .durationSeconds(.atMost, 180)), ("duration:>2", .durationSeconds(.more, 2)),
            ("meta.env:prod", .metadata(key: "env", value: "prod")),
            ("meta.env:*", .metadata(key: "env", value: nil)),
            ("meta.env:\"*\"", .metadata(key: "env", value: "*")),
            ("meta.\"odd key\":1", .metadata(key: "odd key", value: "1")), ("has:error", .has(.error)),
            ("since:1h", .since(Timestamp(nanoseconds: now.nanoseconds - 3_600_000_000_000))),
            ("until:2026-01-02", .until(Timestamp(nanoseconds: now.nanoseconds + 86_400_000_000_000))),
            ("refund", .text("refund")), ("\"late refund\"", .text("\"late refund\"")),
            ("refu*", .text("refu*")),
        ] as [(String, TraceFilter)])
    func fields(text: String, expected: TraceFilter) throws {
        #expect(try parse(text) == expected)
    }

    @Test("Terms side by side must all hold; or, not and parentheses combine them")
    func combinations() throws {
        let a = TraceFilter.text("a")
        let b = TraceFilter.text("b")
        let c = TraceFilter.text("c")
        #expect(try parse("a b") == .all([a, b]))
        #expect(try parse("a AND b and c") == .all([a, b, c]))
        #expect(try parse("a b or c") == .any([.all([a, b]), c]))
        #expect(try parse("a (b OR c)") == .all([a, .any([b, c])]))
        #expect(try parse("-a not b") == .all([.not(a), .not(b)]))
        #expect(try parse("-(a or b)") == .not(.any([a, b])))
        #expect(try parse("((a))") == a)
        #expect(try parse("order android") == .all([.text("order"), .text("android")]))
        #expect(try parse("  ") == nil)
    }

    @Test(
        "A mistake is pointed at and says what is allowed",
        arguments: [
            ("colour:red", 0, "There is no field \"colour\""), ("a kind:robot", 7, "agent, llm, tool"),
            ("cost:cheap", 5, "cost:>0.1"), ("(a b", 0, "never closed"), ("a b)", 3, "closes nothing"),
            ("not", 0, "must follow"), ("a or", 4, "A term is missing"), ("\"open", 0, "never closed"),
            ("since:soon", 6, "2h"), ("model:", 0, "needs a value"), ("a()", 1, "A space must follow"),
            ("cost:>nan", 5, "a number"), ("duration:>5y", 9, "a number"), ("status:unset", 7, "ok, error"),
        ])
    func mistakes(text: String, position: Int, fragment: String) throws {
        let error = try #require(throws: FilterError.self) { try parse(text) }
        #expect(error.position == position)
        #expect(error.message.contains(fragment))
    }

    @Test("Length, number of terms and nesting are bounded")
    func bounds() {
        #expect(throws: FilterError.self) { try parse(String(repeating: "a", count: 5000)) }
        #expect(throws: FilterError.self) { try parse(String(repeating: "a ", count: 65)) }
        #expect(throws: FilterError.self) { try parse(String(repeating: "(", count: 500)) }
        #expect(throws: FilterError.self) { try parse(String(repeating: "-", count: 500) + "a") }
    }

    @Test("What was parsed prints as itself, for ten thousand random filters", arguments: [1, 2, 3, 4])
    func roundTrip(seed: UInt64) {
        var random = SeededGenerator(seed)
        let pieces = [
            "model:", "cost:", ">", "<=", "0.1", "1e3", "-", "(", ")", " or ", " ", " ", "not ", "\"", "a b",
            "\\",
            "meta.", "x:", "*", "since:", "2h", "duration:", "500ms", "tokens:", "10k", "word", ":", "and",
            "has:error",
            "status:ok", "é", "kind:llm", " tag:x ", "meta.\"k y\":", "until:2026-02-03T04:05:06.123456789Z",
        ]
        for _ in 0..<2500 {
            let length = Int.random(in: 1...12, using: &random)
            let text = (0..<length).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            FilterFuzz.run(Array(text.utf8))
        }
    }
}

private struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
