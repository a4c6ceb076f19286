import HindcastEngine
import HindcastStore

/// `hindcast check`
enum StoreCheck {
    static let command = Command(
        path: ["check"], summary: "Verify everything that is stored.", options: [.data, .json], run: run)

    private static func run(_ call: Invocation) async throws(CommandFailure) {
        try await call.withStore(.read) { store throws(CommandFailure) in
            let progress = Progress("Checking", call.environment)
            let problems = try await call.told { () async throws(StoreError) in
                defer { progress.finish() }
                return try await store.check { progress.report($0) }
            }
            if call.isJSON {
                call.printJSON { writer in
                    writer.object { writer in
                        writer.field("isSound", problems.isEmpty)
                        writer.field("problems", problems)
                    }
                }
            } else if problems.isEmpty {
                call.console.line("The store is sound.")
            } else {
                for problem in problems { call.console.line(Text.clean(problem)) }
            }
            if !problems.isEmpty { throw .folder("The store has \(problems.count) problems.") }
        }
    }
}
