import HindcastHTTP
import HindcastJSON
import HindcastModel

/// `hindcast review add`, `correct` and `show`
enum ReviewRun {
    static let add = command(
        "add", "Say whether a run passed or failed; makes a memory of it.",
        """
        The memories that the run was given move towards the outcome. Saying the same again changes nothing.
        """, .post)

    static let correct = command(
        "correct", "Replace the verdict of a run that was reviewed.",
        """
        What the former verdict had moved is taken back and moved anew, and the audit record tells of it. Feedback and
        step size stay unless others are given.
        """, .put)

    static let show = Command(
        path: ["review", "show"], summary: "Show the review of a run.", operands: [trace],
        options: [.data, .project, .json]
    ) { call throws(CommandFailure) in
        try await call.reading { api throws(CommandFailure) in
            ReviewText.show(try await api.ask(.get, path(call)), call)
        }
    }

    private static let trace = Command.Operand(name: "trace", help: "The trace's id.")

    private static func path(_ call: Invocation) -> String {
        "/traces/\(call.operands[0].percentEncoded)/review"
    }

    private static func command(
        _ verb: String, _ summary: String, _ details: String, _ method: HTTPMethod
    ) -> Command {
        Command(
            path: ["review", verb], summary: summary, details: details,
            operands: [trace, .init(name: "verdict", help: "pass or fail.")],
            options: [
                .data, .project, .key,
                .init(name: "feedback", value: "TEXT", help: "Why; it goes into the lesson."),
                .init(
                    name: "alpha", value: "N", help: "How far it moves values, 0 to 1.",
                    defaultText: "the project's"),
            ] + LessonOptions.all + [.json]
        ) { call throws(CommandFailure) in
            guard let verdict = Verdict(folding: call.operands[1]) else {
                throw .usage("A verdict is pass or fail, not \"\(Text.clean(call.operands[1]))\".")
            }
            var body = JSONObject([("verdict", .string(verdict.rawValue))])
            body["feedback"] = call["feedback"].map(JSON.string)
            body["alpha"] = try call.decimal("alpha")
            body["lesson"] = call.lesson
            let review = body
            try await call.changing { api throws(CommandFailure) in
                ReviewText.show(try await api.ask(method, path(call), body: .object(review)), call)
            }
        }
    }
}
