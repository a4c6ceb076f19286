import HindcastEngine
import HindcastStore

/// `hindcast gc`
enum StoreCollect {
    static let command = Command(
        path: ["gc"], summary: "Give back the space of what was deleted.", options: [.data, .json], run: run)

    private static func run(_ call: Invocation) async throws(CommandFailure) {
        try await call.withStore(.exclusive, instead: ("POST", "/gc")) { store throws(CommandFailure) in
            let progress = Progress("Collecting", call.environment)
            let receipt = try await call.told { () async throws(StoreError) in
                defer { progress.finish() }
                return try await call.administration(store).collectGarbage(actor: .commandLine) {
                    progress.report($0)
                }
            }
            if call.isJSON {
                call.printJSON { receipt.write(to: &$0) }
            } else {
                call.console.line(
                    "Freed \(Text.bytes(receipt.bytesFreed)) of \(receipt.contentsFreed) contents.")
            }
        }
    }
}
