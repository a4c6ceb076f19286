import HindcastEngine
import HindcastModel
import HindcastStore

/// `hindcast backup`
enum StoreBackup {
    static let command = Command(
        path: ["backup"], summary: "Write a consistent copy of the store, also beside a running server.",
        operands: [.init(name: "folder", help: "Where to; must not exist.")], options: [.data], run: run)

    private static func run(_ call: Invocation) async throws(CommandFailure) {
        let path = call.operands[0]
        try await call.withStore(.read) { store throws(CommandFailure) in
            let progress = Progress("Copying", call.environment)
            defer { progress.finish() }
            try await call.told { () async throws(StoreError) in
                try await store.backup(to: path) { progress.report($0) }
            }
        }
        try await note(path, call)
        call.console.line("The copy is in \(Text.clean(path)).")
    }

    /// The copy is made; that the record of it cannot be written is told and no more.
    private static func note(_ path: String, _ call: Invocation) async throws(CommandFailure) {
        do throws(CommandFailure) {
            try await call.withStore(.records) { store throws(CommandFailure) in
                try await call.told { () async throws(StoreError) in
                    try await store.audit(
                        AuditEntry(
                            time: call.environment.time.now, actor: .commandLine, action: "backup",
                            subject: path))
                }
            }
        } catch {
            call.console.errorLine("hindcast: The audit record was not written: \(error.message)")
        }
    }
}
