import HindcastEngine
import HindcastModel
import HindcastStore

/// `hindcast project list`
enum ProjectList {
    static let command = Command(
        path: ["project", "list"], summary: "Show projects and what they hold.", options: [.data, .json],
        run: run)

    private static func run(_ call: Invocation) async throws(CommandFailure) {
        try await call.withStore(.read) { store throws(CommandFailure) in
            let rows = try await call.told { () async throws(StoreError) in
                var rows: [(Project, StoreStatistics)] = []
                for project in try await store.projects() {
                    rows.append((project, try await store.statistics(project: project.id)))
                }
                return rows
            }
            if call.isJSON {
                call.printJSON { writer in
                    writer.object { writer in
                        writer.array("items", rows) { writer, row in
                            writer.object { writer in
                                writer.field("name", row.0.name)
                                writer.field("createdTime", row.0.created)
                                writer.field("traces", row.1.traces)
                                writer.field("spans", row.1.spans)
                            }
                        }
                    }
                }
                return
            }
            var table = Table([
                .init(title: "PROJECT", isFlexible: true), .init(title: "TRACES", isRight: true),
                .init(title: "SPANS", isRight: true), .init(title: "CREATED"),
            ])
            for (project, statistics) in rows {
                table.add([
                    .init(project.name), .init(Text.count(statistics.traces)),
                    .init(Text.count(statistics.spans)),
                    .init(Text.time(project.created)),
                ])
            }
            if rows.isEmpty { call.console.line("No projects yet.") } else { table.print(on: call.console) }
        }
    }
}
