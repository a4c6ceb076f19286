import HindcastHTTP
import HindcastJSON

/// `hindcast memory edit`
enum MemoryEditRun {
    static let command = Command(
        path: ["memory", "edit"], summary: "Change task, lesson or metadata of a memory.",
        details: LessonOptions.details, operands: [.memory],
        options: [
            .data, .project, .key, .init(name: "task", value: "TEXT", help: "The task that it helps with."),
        ] + LessonOptions.all + [
            .init(name: "metadata", value: "JSON", help: "What queries may ask for."), .json,
        ], run: run)

    private static func run(_ call: Invocation) async throws(CommandFailure) {
        var body = JSONObject()
        body["task"] = call["task"].map(JSON.string)
        body["lesson"] = call.lesson
        body["metadata"] = try call.object("metadata")
        guard !body.isEmpty else { throw .usage("Say what is to change: --task, --lesson or --metadata.") }
        let change = body
        try await call.changing { api throws(CommandFailure) in
            let memory = try await api.ask(
                .patch, "/memories/\(call.operands[0].percentEncoded)", body: .object(change))
            if call.isJSON {
                call.printJSON { $0.value(memory) }
            } else {
                MemoryText.show(memory, call.console)
            }
        }
    }
}
