import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel

/// `hindcast memory query`
enum MemoryQueryRun {
    static let command = Command(
        path: ["memory", "query"], summary: "Show the memories that an agent would be given, and why.",
        details: "What is not said is taken from `hindcast memory settings`.",
        operands: [.init(name: "task", help: "The task, in words.", isRepeated: true)],
        options: [
            .data, .project, .key,
            .init(name: "limit", value: "N", help: "Memories at most.", defaultText: "10"),
            .init(
                name: "policy", value: "NAME", help: "How to rank.",
                choices: LearningSettings.Policy.allCases.map(\.rawValue)),
            .similarityMin, .similarityWeight, .scoreWeight,
            .init(name: "metadata", value: "JSON", help: "Only memories with these members of metadata."),
            .json,
        ], run: run)

    private static func run(_ call: Invocation) async throws(CommandFailure) {
        var body = JSONObject([("task", .string(call.operands.joined(separator: " ")))])
        body["limit"] = JSON(
            integerLiteral: Int64(try call.number("limit", default: 10, in: 1...LearningLimits.answerMax)))
        body["policy"] = call["policy"].map(JSON.string)
        body["similarityMin"] = try call.decimal("similarity-min")
        body["similarityWeight"] = try call.decimal("similarity-weight")
        body["scoreWeight"] = try call.decimal("score-weight")
        body["metadata"] = try call.object("metadata")
        let question = body
        try await call.changing { api throws(CommandFailure) in
            let found = try await api.ask(.post, "/memories/query", body: .object(question))
            if call.isJSON {
                call.printJSON { $0.value(found) }
                return
            }
            let memories = found["items"]?.arrayValue ?? []
            if memories.isEmpty { call.console.line("No memory is similar enough.") }
            for (place, memory) in memories.enumerated() {
                if place > 0 { call.console.line("") }
                show(memory, place + 1, call.console)
            }
        }
    }

    private static func show(_ memory: JSON, _ place: Int, _ console: Console) {
        console.line(
            console.styled("\(place). \(Text.clean(memory.text("task")))", .bold) + "  "
                + console.styled(Text.clean(memory.text("id")), .dim))
        let figures = [("score", "score"), ("similarity", "similarity"), ("value", "q")]
            .map { "\($0.0) \(memory.decimal($0.1))" }.joined(separator: " · ")
        console.line("   " + figures)
        console.line("   " + Text.clean(memory.text("reason")))
        for line in memory["lesson"]?.text("reflection").split(whereSeparator: \.isNewline) ?? [] {
            console.line("   │ " + Text.clean(String(line)))
        }
    }
}

extension Command.Option {
    static let similarityMin = Command.Option(
        name: "similarity-min", value: "N", help: "Leave out memories less similar than this.")
    static let similarityWeight = Command.Option(
        name: "similarity-weight", value: "N", help: "Weight of similarity against value, 0 to 1.")
    static let scoreWeight = Command.Option(
        name: "score-weight", value: "N", help: "Weight of the score against variety, 0 to 1.")
}
