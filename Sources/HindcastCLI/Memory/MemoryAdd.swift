import HindcastHTTP
import HindcastJSON
import HindcastModel

/// `hindcast memory add`
enum MemoryAdd {
    static let command = Command(
        path: ["memory", "add"], summary: "Write down a memory without a run, and print its id.",
        details: LessonOptions.details,
        operands: [.init(name: "task", help: "The task that it helps with.")],
        options: [.data, .project, .key] + LessonOptions.all + [
            .init(
                name: "verdict", value: "WORD", help: "How such a run ended.",
                choices: Verdict.allCases.map(\.rawValue)),
            .init(name: "q", value: "N", help: "Its value.", defaultText: "that of a new memory"),
            .init(name: "metadata", value: "JSON", help: "What queries may ask for."), .json,
        ], run: run)

    private static func run(_ call: Invocation) async throws(CommandFailure) {
        guard let lesson = call.lesson else { throw .usage("Say what is to be learned: --lesson TEXT.") }
        var body = JSONObject([("task", .string(call.operands[0])), ("lesson", lesson)])
        body["verdict"] = call["verdict"].map(JSON.string)
        body["q"] = try call.decimal("q")
        body["metadata"] = try call.object("metadata")
        let draft = body
        try await call.changing { api throws(CommandFailure) in
            let memory = try await api.ask(.post, "/memories", body: .object(draft))
            if call.isJSON {
                call.printJSON { $0.value(memory) }
            } else {
                call.console.line(Text.clean(memory.text("id")))
            }
        }
    }
}
