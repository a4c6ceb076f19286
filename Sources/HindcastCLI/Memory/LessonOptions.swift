import HindcastJSON

/// The parts of a lesson as flags.
enum LessonOptions {
    static let all: [Command.Option] = [
        .init(name: "lesson", value: "TEXT", help: "The whole lesson: what agents are given."),
        .init(name: "summary", value: "TEXT", help: "The run in a sentence."),
        .init(name: "key-mistake", value: "TEXT", help: "What went wrong."),
        .init(name: "correct-action", value: "TEXT", help: "What should be done, or what worked."),
        .init(name: "guidance", value: "TEXT", help: "What to do next time."),
        .init(name: "tools", value: "A,B", help: "Tools that help."),
    ]

    static let details =
        "Without --lesson the text that agents are given is made of the parts: --summary, --key-mistake, …"
}

extension Invocation {
    /// The lesson that the flags tell of; nil when none of them was given.
    var lesson: JSON? {
        let parts = [
            ("reflection", self["lesson"]), ("summary", self["summary"]), ("keyMistake", self["key-mistake"]),
            ("correctAction", self["correct-action"]), ("guidance", self["guidance"]),
        ]
        var lesson = JSONObject(
            parts.compactMap { name, text in text.map { (key: name, value: .string($0)) } })
        if let tools = self["tools"] {
            lesson["applicableTools"] = .array(tools.split(separator: ",").map { .string(String($0)) })
        }
        return lesson.isEmpty ? nil : .object(lesson)
    }

    /// A flag's number, for the API to judge; nil when it was not given.
    func decimal(_ name: String) throws(CommandFailure) -> JSON? {
        guard let text = self[name] else { return nil }
        guard let number = Double(text), number.isFinite else {
            throw .usage("--\(name) takes a number, not \"\(Text.clean(text))\".")
        }
        return JSON(floatLiteral: number)
    }

    /// A flag's JSON object; nil when it was not given.
    func object(_ name: String) throws(CommandFailure) -> JSON? {
        guard let text = self[name] else { return nil }
        guard let json = try? JSONReader.parse(text), json.objectValue != nil else {
            throw .usage(
                "--\(name) takes a JSON object like '{\"team\":\"ops\"}', not \"\(Text.clean(text))\".")
        }
        return json
    }
}
