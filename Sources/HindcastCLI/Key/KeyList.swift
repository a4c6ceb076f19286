import HindcastEngine
import HindcastModel
import HindcastStore

/// `hindcast key list`
enum KeyList {
    static let command = Command(
        path: ["key", "list"], summary: "Show keys, without telling them.",
        options: [
            .data, .init(name: "project", value: "NAME", help: "Only this project's keys."), .json,
        ], run: run)

    private static func run(_ call: Invocation) async throws(CommandFailure) {
        try await call.withStore(.read) { store throws(CommandFailure) in
            let wanted = call["project"] == nil ? nil : try await call.project(in: store).id
            let (keys, projects) = try await call.told { () async throws(StoreError) in
                (try await store.keys(project: wanted), try await store.projects())
            }
            let names = Dictionary(projects.map { ($0.id, $0.name) }) { first, _ in first }
            if call.isJSON {
                call.printJSON { writer in
                    writer.object { writer in
                        writer.array("items", keys) { $1.write(to: &$0, project: names[$1.project] ?? "") }
                    }
                }
                return
            }
            var table = Table([
                .init(title: "KEY", isRight: true), .init(title: "PROJECT"), .init(title: "SCOPE"),
                .init(title: "BEGINS"),
                .init(title: "LABEL", isFlexible: true), .init(title: "CREATED", leftOut: 1),
                .init(title: "LAST USED", leftOut: 2),
                .init(title: "STATE"),
            ])
            for key in keys {
                table.add([
                    .init(String(key.id)), .init(names[key.project] ?? ""), .init(key.scopes.text),
                    .init(key.hint),
                    .init(key.label), .init(Text.time(key.created)),
                    .init(key.lastUsed.map(Text.time) ?? "never"),
                    key.revoked == nil ? "" : .init("revoked", .red),
                ])
            }
            if keys.isEmpty {
                call.console.line("No keys yet; `hindcast key create` makes one.")
            } else {
                table.print(on: call.console)
            }
        }
    }
}
