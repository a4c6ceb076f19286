import HindcastHTTP

/// `hindcast memory delete`
enum MemoryDelete {
    static let command = Command(
        path: ["memory", "delete"], summary: "Delete memories with their history.",
        details: "`hindcast memory retire` keeps both.", operands: [.memories],
        options: [.data, .project, .key, .yes], run: run)

    private static func run(_ call: Invocation) async throws(CommandFailure) {
        try call.mustBeSure("Deleting memories")
        try await call.changing { api throws(CommandFailure) in
            for id in call.operands {
                try await api.ask(.delete, "/memories/\(id.percentEncoded)")
                call.console.line("Memory \(Text.clean(id)) is deleted.")
            }
        }
    }
}
