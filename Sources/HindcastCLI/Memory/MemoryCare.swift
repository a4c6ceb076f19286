import HindcastHTTP
import HindcastJSON

/// What is done to memories by their ids alone: `hindcast memory pin`, `unpin`, `retire`, `restore`.
enum MemoryCare {
    static let commands = [
        command(
            "pin", "Keep memories in answers even when their value is low.", said: "pinned", .patch,
            body: ["isPinned": true]),
        command(
            "unpin", "Let memories drop out of answers again.", said: "not pinned", .patch,
            body: ["isPinned": false]),
        command(
            "retire", "Give memories to no agent any more; their history stays.", said: "retired", .post,
            "/retire"),
        command(
            "restore", "Take back that memories were retired or merged.", said: "given to agents again",
            .post,
            "/restore"),
    ]

    private static func command(
        _ verb: String, _ summary: String, said word: String, _ method: HTTPMethod, _ path: String = "",
        body: JSON? = nil
    ) -> Command {
        Command(
            path: ["memory", verb], summary: summary, operands: [.memories],
            options: [.data, .project, .key, .json]
        ) { call throws(CommandFailure) in
            try await call.changing { api throws(CommandFailure) in
                for id in call.operands {
                    let memory = try await api.ask(
                        method, "/memories/\(id.percentEncoded)\(path)", body: body)
                    if call.isJSON {
                        call.printJSON { $0.value(memory) }
                    } else {
                        call.console.line("Memory \(Text.clean(memory.text("id"))) is \(word).")
                    }
                }
            }
        }
    }
}
