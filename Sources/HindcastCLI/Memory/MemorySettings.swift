import HindcastHTTP
import HindcastJSON
import HindcastModel

/// `hindcast memory settings`
enum MemorySettings {
    static let command = Command(
        path: ["memory", "settings"], summary: "Show how the project learns, or change it.",
        details: """
            Without flags nothing is changed. A preset sets the constants of the policy memrl and alpha; --memrl sets
            single ones: --memrl '{"exploration":0}'.
            """,
        options: [
            .data, .project, .key,
            .init(
                name: "policy", value: "NAME", help: "How memories are ranked.",
                choices: LearningSettings.Policy.allCases.map(\.rawValue)),
            .init(
                name: "credit", value: "RULE",
                help: "Which of the memories a run was given its outcome moves.",
                choices: LearningSettings.CreditRule.allCases.map(\.rawValue)),
            .init(name: "alpha", value: "N", help: "How far an outcome moves a value, 0 to 1."),
            .similarityMin, .similarityWeight, .scoreWeight,
            .init(
                name: "preset", value: "NAME", help: "Constants of one of the paper's benchmarks.",
                choices: MemRLPreset.allCases.map(\.rawValue)),
            .init(
                name: "threshold", value: "NAME", help: "Which of a preset's two thresholds counts.",
                choices: MemRLPreset.Threshold.allCases.map(\.rawValue)),
            .init(name: "memrl", value: "JSON", help: "Constants of the policy memrl."), .json,
        ], run: run)

    private static func run(_ call: Invocation) async throws(CommandFailure) {
        let change = try change(call)
        if change.isEmpty {
            try await call.reading { api throws(CommandFailure) in
                show(try await api.ask(.get, "/learning"), call)
            }
        } else {
            try await call.changing { api throws(CommandFailure) in
                show(try await api.ask(.patch, "/learning", body: .object(change)), call)
            }
        }
    }

    private static func change(_ call: Invocation) throws(CommandFailure) -> JSONObject {
        var change = JSONObject()
        change["policy"] = call["policy"].map(JSON.string)
        change["credit"] = call["credit"].map(JSON.string)
        change["alpha"] = try call.decimal("alpha")
        change["similarityMin"] = try call.decimal("similarity-min")
        change["similarityWeight"] = try call.decimal("similarity-weight")
        change["scoreWeight"] = try call.decimal("score-weight")
        var memrl = try call.object("memrl")?.objectValue ?? JSONObject()
        if let preset = call["preset"] { memrl["preset"] = .string(preset) }
        if let threshold = call["threshold"] { memrl["threshold"] = .string(threshold) }
        if !memrl.isEmpty { change["memrl"] = .object(memrl) }
        return change
    }

    private static func show(_ settings: JSON, _ call: Invocation) {
        if call.isJSON {
            call.printJSON { $0.value(settings) }
            return
        }
        var table = Table([
            .init(title: "SETTING"), .init(title: "VALUE", isRight: true), .init(title: "", isFlexible: true),
        ])
        for (name, words) in [
            ("policy", "how memories are ranked"), ("credit", "whom an outcome moves"),
            ("alpha", "how far it moves a value"), ("similarityMin", "less similar memories are not given"),
            ("similarityWeight", "of similarity against value"),
            ("scoreWeight", "of the score against variety"),
        ] {
            table.add([.init(name, .bold), .init(text(settings[name])), .init(words, .dim)])
        }
        if settings["policy"] == "memrl" {
            for (name, value) in settings["memrl"]?.objectValue ?? JSONObject() {
                table.add([.init("memrl.\(name)", .bold), .init(text(value)), ""])
            }
        }
        table.print(on: call.console)
    }

    private static func text(_ value: JSON?) -> String {
        guard let value, !value.isNull else { return "none" }
        return value.stringValue ?? value.text
    }
}
