import HindcastEngine
import HindcastModel
import HindcastStore

/// `hindcast project create`
enum ProjectCreate {
    static let command = Command(
        path: ["project", "create"], summary: "Make a project.",
        operands: [.init(name: "name", help: "1 to 100 bytes.")], options: [.data], run: run)

    private static func run(_ call: Invocation) async throws(CommandFailure) {
        try await call.withStore(.records) { store throws(CommandFailure) in
            let project = try await call.told { () async throws(StoreError) in
                try await call.administration(store).createProject(
                    named: call.operands[0], actor: .commandLine)
            }
            call.console.line("Project \(project.name) is there.")
        }
    }
}
