/// Help texts, made from the commands themselves.
struct Help {
    let commands: [Command]
    let version: String

    var overview: String {
        var text = """
            Hindcast \(version): a flight recorder for AI agents.

            Usage: hindcast <command> [options]

            """
        for (title, names) in Self.sections {
            text += "\n\(title)\n"
            for command in commands where names.contains(command.path[0]) {
                text += row(command.name, command.summary, 18)
            }
        }
        text += """

            `hindcast help <command>` says more. Flags can be set by variables too: --data is HINDCAST_DATA.
            Exit codes: 0 done, 1 failed, 2 called wrongly, 3 data folder unusable.

            """
        return text
    }

    private static let sections: [(String, [String])] = [
        ("Record", ["serve", "demo"]),
        ("Look", ["trace", "search", "tail", "stats"]),
        ("Learn", ["review", "memory", "skill"]),
        ("Administer", ["key", "project", "backup", "check", "gc", "model"]),
        ("About", ["version", "completion"]),
    ]

    func usage(of command: Command) -> String {
        var words = ["hindcast", command.name]
        for operand in command.operands {
            let name = operand.isRepeated ? "<\(operand.name)>..." : "<\(operand.name)>"
            words.append(operand.isOptional ? "[\(name)]" : name)
        }
        if !command.options.isEmpty { words.append("[options]") }
        return words.joined(separator: " ")
    }

    func of(_ command: Command) -> String {
        var text = "\(command.summary)\n\nUsage: \(usage(of: command))\n"
        if !command.details.isEmpty { text += "\n\(command.details)\n" }
        if !command.operands.isEmpty {
            text += "\n"
            for operand in command.operands { text += row("<\(operand.name)>", operand.help, 24) }
        }
        if !command.options.isEmpty {
            text += "\nOptions\n"
            for option in command.options {
                var help = option.help
                if !option.choices.isEmpty {
                    let number = option.takesSeveral ? "Any" : "One"
                    help += " \(number) of \(option.choices.joined(separator: ", "))."
                }
                if let standard = option.defaultText { help += " Default: \(standard)." }
                text += row("--\(option.name)" + (option.value.map { " \($0)" } ?? ""), help, 24)
            }
        }
        return text
    }

    /// The verbs of a noun. Nil when the word is no noun with verbs.
    func group(_ noun: String) -> String? {
        let members = commands.filter { $0.path.count > 1 && $0.path[0] == noun }
        guard !members.isEmpty else { return nil }
        var text = "Usage: hindcast \(noun) <command> [options]\n\n"
        for command in members { text += row(command.name, command.summary, 18) }
        return text
    }

    private func row(_ left: String, _ right: String, _ width: Int) -> String {
        let gap = max(2, width - left.count + 2)
        return "  " + left + String(repeating: " ", count: gap) + right + "\n"
    }
}
