import HindcastHTTP
import HindcastJSON

/// `hindcast skill show`
enum SkillShow {
    static let command = Command(
        path: ["skill", "show"], summary: "Print the guide that the project's memories make.",
        details: "Markdown with front matter, as coding agents read it: hindcast skill show > SKILL.md",
        options: [.data, .project, .key, .json]
    ) { call throws(CommandFailure) in
        // The guide counts its versions, so that asking for it may write.
        try await call.changing { api throws(CommandFailure) in
            let skill = try await api.ask(.get, "/skill")
            if call.isJSON {
                call.printJSON { $0.value(skill) }
            } else {
                call.console.write(skill.text("content"))
            }
        }
    }
}
