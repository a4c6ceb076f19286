import HindcastEngine
import HindcastStore

/// `hindcast key revoke`
enum KeyRevoke {
    static let command = Command(
        path: ["key", "revoke"], summary: "Make a key worthless.",
        details: "A running server stops taking the key within two seconds.",
        operands: [.init(name: "key", help: "The key's number, as `hindcast key list` shows it.")],
        options: [.data],
        run: run)

    private static func run(_ call: Invocation) async throws(CommandFailure) {
        guard let number = Int64(call.operands[0]) else {
            throw .usage("A key is named by its number, not \"\(Text.clean(call.operands[0]))\".")
        }
        try await call.withStore(.records) { store throws(CommandFailure) in
            let isRevoked = try await call.told { () async throws(StoreError) in
                try await call.administration(store).revokeKey(number, actor: .commandLine)
            }
            guard isRevoked else { throw .failed("There is no key \(number) in use.") }
            call.console.line("Key \(number) is revoked.")
        }
    }
}
