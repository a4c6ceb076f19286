import HindcastEngine
import HindcastModel
import HindcastStore

/// `hindcast trace list`
enum TraceList {
    static let command = Command(
        path: ["trace", "list"], summary: "Show the newest traces, or those that a filter takes.",
        details: """
            A filter is written like: model:gpt-4* cost:>0.1 -has:error tag:good since:2h "exact words"
            Fields: model, kind, status, tag, session, user, name, cost, tokens, duration, meta.<key>, has,
            since, until.
            """,
        operands: [
            .init(name: "filter", help: "Terms of the filter language.", isOptional: true, isRepeated: true)
        ],
        options: [
            .data, .project, .limit,
            .init(name: "cursor", value: "TEXT", help: "Go on where an earlier page ended."), .json,
        ], run: run)

    private static func run(_ call: Invocation) async throws(CommandFailure) {
        let limit = try call.number("limit", default: 20, in: 1...StoreLimits.pageMax)
        let filter = try filter(call)
        try await call.withStore(.read) { store throws(CommandFailure) in
            let project = try await call.project(in: store)
            let page = try await call.told { () async throws(StoreError) in
                let query = TraceQuery(filter: filter, limit: limit, cursor: call["cursor"])
                return try await store.traces(query, project: project.id)
            }
            if call.isJSON {
                call.printJSON { page.write(to: &$0) }
                return
            }
            if page.items.isEmpty {
                let hint =
                    filter == nil
                    ? "No traces yet; `hindcast demo` writes some to explore." : "No trace matches."
                call.console.line(hint)
                return
            }
            table(page.items).print(on: call.console)
            if let next = page.next { call.console.errorLine("More: --cursor \(next)") }
        }
    }

    private static func filter(_ call: Invocation) throws(CommandFailure) -> TraceFilter? {
        let text = call.operands.joined(separator: " ")
        do throws(FilterError) {
            return try TraceFilter.parse(text, now: call.environment.time.now)
        } catch {
            let mark = String(repeating: " ", count: error.position) + "^"
            throw .usage("\(error.message)\n  \(Text.clean(text))\n  \(mark)")
        }
    }

    private static func table(_ traces: [TraceSummary]) -> Table {
        var table = Table([
            .init(title: "TRACE"), .init(title: "STARTED (UTC)"), .init(title: "NAME", isFlexible: true),
            .init(title: "TOOK", isRight: true, leftOut: 4), .init(title: "SPANS", isRight: true, leftOut: 1),
            .init(title: "TOKENS", isRight: true, leftOut: 3),
            .init(title: "COST", isRight: true, leftOut: 5), .init(title: "TAGS", leftOut: 2),
            .init(title: "STATUS"),
        ])
        for trace in traces {
            let tokens = trace.inputTokens + trace.outputTokens
            table.add([
                .init(trace.id.description), .init(Text.time(trace.start)), .init(trace.name, .bold),
                .init(Text.duration(trace.start, trace.end)), .init(Text.count(Int64(trace.spanCount))),
                .init(tokens == 0 ? "" : Text.count(tokens)), .init(Text.cost(trace.totalCost)),
                .init(trace.tags.joined(separator: " ")), trace.status == .error ? .init("error", .red) : "",
            ])
        }
        return table
    }
}
