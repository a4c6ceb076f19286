import HindcastEngine
import HindcastModel
import HindcastStore

/// `hindcast key create`
enum KeyCreate {
    static let command = Command(
        path: ["key", "create"], summary: "Make a key and print it, once.",
        details: """
            The project is made if there is none of that name. Works beside a running server. A key may have several
            scopes: --scope read,ingest.
            """,
        options: [
            .data,
            .init(
                name: "project", value: "NAME", help: "Project the key belongs to.", defaultText: "default"),
            .init(
                name: "scope", value: "SCOPE", help: "What the key allows.", defaultText: "ingest",
                choices: Scope.allCases.map(\.rawValue), takesSeveral: true),
            .init(name: "label", value: "TEXT", help: "Says what the key is for."), .json,
        ], run: run)

    private static func run(_ call: Invocation) async throws(CommandFailure) {
        let name = call["project"] ?? Project.defaultName
        try await call.withStore(.records) { store throws(CommandFailure) in
            let made = try await call.told { () async throws(StoreError) in
                try await call.administration(store).createKey(
                    project: name, scopes: call["scope"].flatMap { Set(listed: $0) } ?? [.ingest],
                    label: call["label"] ?? "",
                    actor: .commandLine)
            }
            guard call.isJSON else {
                call.console.line(made.key.text)
                return
            }
            call.printJSON { writer in
                writer.object { writer in
                    writer.field("key", made.key.text)
                    made.record.writeMembers(to: &writer, project: name)
                }
            }
        }
    }
}
