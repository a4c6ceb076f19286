import HindcastEngine
import HindcastModel
import HindcastStore

/// `hindcast stats`
enum StatsShow {
    static let command = Command(
        path: ["stats"], summary: "Show how much is stored.",
        options: [
            .data, .init(name: "project", value: "NAME", help: "Only this project.", defaultText: "all"),
            .json,
        ], run: run)

    private static func run(_ call: Invocation) async throws(CommandFailure) {
        try await call.withStore(.read) { store throws(CommandFailure) in
            let project = call["project"] == nil ? nil : try await call.project(in: store).id
            let figures = try await call.told { () async throws(StoreError) in
                try await store.statistics(project: project)
            }
            if call.isJSON {
                call.printJSON { figures.write(to: &$0) }
                return
            }
            var table = Table([.init(title: "WHAT"), .init(title: "HOW MUCH", isRight: true)])
            table.add(["traces", .init(String(figures.traces))])
            table.add(["spans", .init(String(figures.spans))])
            table.add(["distinct messages", .init(String(figures.messages))])
            table.add(["nodes", .init(String(figures.nodes))])
            table.add(["log records", .init(String(figures.logs))])
            table.add(["on disk", .init(Text.bytes(figures.bytesOnDisk))])
            if figures.unindexedContents > 0 {
                table.add(["not yet searchable", .init(String(figures.unindexedContents))])
            }
            table.print(on: call.console)
        }
    }
}
