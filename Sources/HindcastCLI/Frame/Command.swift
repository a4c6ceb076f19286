/// One verb of the command line: what it takes, and what it does.
struct Command: Sendable {
    /// The words that call it: `["key", "create"]`.
    let path: [String]
    /// One line, for lists of commands.
    let summary: String
    /// Sentences for the command's own help.
    var details = ""
    var operands: [Operand] = []
    var options: [Option] = []
    let run: @Sendable (Invocation) async throws(CommandFailure) -> Void

    var name: String { path.joined(separator: " ") }

    /// A word behind the verb.
    struct Operand: Sendable {
        let name: String
        let help: String
        var isOptional = false
        var isRepeated = false
    }

    /// A flag, alone or with a value.
    struct Option: Sendable {
        /// Without the dashes.
        let name: String
        /// What the value is called in help; nil for a flag that is only there or not.
        var value: String?
        let help: String
        /// Shown in help; the command itself applies it.
        var defaultText: String?
        var choices: [String] = []
        /// Whether several of the choices may be given, with commas between.
        var takesSeveral = false

        /// The environment variable that stands in when the flag is not given.
        var variable: String {
            "HINDCAST_" + name.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
        }
    }
}

extension Command.Option {
    static let data = Command.Option(
        name: "data", value: "DIR", help: "Data folder.", defaultText: "~/.hindcast")
    static let project = Command.Option(
        name: "project", value: "NAME", help: "Project to look into.", defaultText: "default")
    static let json = Command.Option(name: "json", help: "Print JSON instead of a table.")
    static let limit = Command.Option(name: "limit", value: "N", help: "Rows at most.", defaultText: "20")
    static let yes = Command.Option(name: "yes", help: "Do not ask; needed, because this cannot be undone.")
}
