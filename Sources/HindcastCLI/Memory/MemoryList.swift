import HindcastHTTP
import HindcastJSON
import HindcastStore

/// `hindcast memory list`
enum MemoryList {
    static let command = Command(
        path: ["memory", "list"], summary: "Show the newest memories, or those with certain words.",
        operands: [
            .init(
                name: "words", help: "Words of the task or the lesson.", isOptional: true, isRepeated: true)
        ],
        options: [
            .data, .project, .limit,
            .init(name: "cursor", value: "TEXT", help: "Go on where an earlier page ended."),
            .init(name: "retired", help: "Also those that agents are not given any more."), .json,
        ], run: run)

    private static let hint = """
        No memories yet; `hindcast review add` makes one of a run, `hindcast memory add` writes one down.
        """

    private static func run(_ call: Invocation) async throws(CommandFailure) {
        let limit = try call.number("limit", default: 20, in: 1...StoreLimits.pageMax)
        let words = call.operands.joined(separator: " ")
        try await call.reading { api throws(CommandFailure) in
            let page = try await api.ask(
                .get, "/memories",
                [
                    ("limit", String(limit)), ("cursor", call["cursor"]), ("q", words.isEmpty ? nil : words),
                    ("retired", call.has("retired") ? "true" : nil),
                ])
            if call.isJSON {
                call.printJSON { $0.value(page) }
                return
            }
            let memories = page["items"]?.arrayValue ?? []
            if memories.isEmpty {
                call.console.line(words.isEmpty ? Self.hint : "No memory has these words.")
                return
            }
            table(memories).print(on: call.console)
            if let next = page["next"]?.stringValue { call.console.errorLine("More: --cursor \(next)") }
        }
    }

    private static func table(_ memories: [JSON]) -> Table {
        var table = Table([
            .init(title: "MEMORY"), .init(title: "VALUE", isRight: true), .init(title: "VERDICT", leftOut: 2),
            .init(title: "TASK", isFlexible: true), .init(title: "STATE"),
            .init(title: "MADE (UTC)", leftOut: 1),
        ])
        for memory in memories {
            table.add([
                .init(memory.text("id")), .init(memory.decimal("q")), MemoryText.verdict(memory),
                .init(memory.text("task"), .bold), .init(MemoryText.state(memory)),
                .init(memory.time("createdTime")),
            ])
        }
        return table
    }
}
