import HindcastHTTP
import HindcastJSON

/// `hindcast memory merge`
enum MemoryMerge {
    static let command = Command(
        path: ["memory", "merge"], summary: "Let one memory stand for others, which are retired.",
        details: """
            Value and history of the one that stays are its own. \(LessonOptions.details)
            `hindcast memory restore` takes the others back.
            """,
        operands: [
            .init(name: "memory", help: "The memory that stays."),
            .init(name: "other", help: "Those that it stands for.", isRepeated: true),
        ],
        options: [.data, .project, .key] + LessonOptions.all + [.json], run: run)

    private static func run(_ call: Invocation) async throws(CommandFailure) {
        let others = call.operands.dropFirst()
        var body = JSONObject([("ids", .array(others.map(JSON.string)))])
        body["lesson"] = call.lesson
        let merging = body
        try await call.changing { api throws(CommandFailure) in
            let memory = try await api.ask(
                .post, "/memories/\(call.operands[0].percentEncoded)/merge", body: .object(merging))
            if call.isJSON {
                call.printJSON { $0.value(memory) }
            } else {
                call.console.line(
                    "Memory \(Text.clean(memory.text("id"))) stands for \(others.count) more, which are retired."
                )
            }
        }
    }
}
