import HindcastEngine
import HindcastModel
import HindcastStore

/// `hindcast search`
enum SearchRun {
    static let command = Command(
        path: ["search"], summary: "Find words in messages, names and errors.",
        details:
            "All words must occur in one message. \"quotes\" ask for a phrase, a trailing * for a prefix.",
        operands: [.init(name: "words", help: "What to look for.", isRepeated: true)],
        options: [.data, .project, .limit, .json], run: run)

    private static func run(_ call: Invocation) async throws(CommandFailure) {
        let limit = try call.number("limit", default: 20, in: 1...StoreLimits.pageMax)
        // A word that came through the shell with spaces in it was quoted there and means a phrase.
        let words = call.operands.map {
            $0.contains(" ") && !$0.contains("\"") && call.operands.count > 1 ? "\"\($0)\"" : $0
        }
        try await call.withStore(.read) { store throws(CommandFailure) in
            let project = try await call.project(in: store)
            let page = try await call.told { () async throws(StoreError) in
                let query = SearchQuery(text: words.joined(separator: " "), limit: limit)
                return try await store.search(query, project: project.id)
            }
            if call.isJSON {
                call.printJSON { page.write(to: &$0) }
                return
            }
            if page.items.isEmpty { call.console.line("Nothing found.") }
            for hit in page.items { show(hit, call.console) }
        }
    }

    private static func show(_ hit: SearchHit, _ console: Console) {
        console.line(console.styled("\(hit.traceID)  \(hit.spanID)", .dim))
        var line = "  "
        var isMatch = false
        var run = ""
        func flush() {
            let text = Text.clean(run)
            line += isMatch ? console.styled(text, .yellow) : text
            run = ""
        }
        for character in hit.snippet {
            switch character {
            case "\u{2}", "\u{3}":
                flush()
                isMatch = character == "\u{2}"
            case let space where space.isWhitespace: run.append(" ")
            default: run.append(character)
            }
        }
        flush()
        console.line(line)
    }
}
