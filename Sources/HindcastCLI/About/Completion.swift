/// `hindcast completion`
enum Completion {
    static let command = Command(
        path: ["completion"], summary: "Print a completion script for a shell.",
        details: """
            bash  eval "$(hindcast completion bash)"
            zsh   eval "$(hindcast completion zsh)"
            fish  hindcast completion fish | source
            """,
        operands: [.init(name: "shell", help: "bash, zsh or fish.")]
    ) { call throws(CommandFailure) in
        switch call.operands[0] {
        case "bash": call.console.write(bash)
        case "zsh": call.console.write(zsh)
        case "fish": call.console.write(fish)
        default: throw .usage("Completion is there for bash, zsh and fish.")
        }
    }

    private static var firstWords: [String] {
        var words: [String] = []
        for command in CommandLineTool.commands where !words.contains(command.path[0]) {
            words.append(command.path[0])
        }
        return words + ["help"]
    }

    private static var nouns: [String] {
        firstWords.filter { word in
            CommandLineTool.commands.contains { $0.path.count > 1 && $0.path[0] == word }
        }
    }

    private static func verbs(_ noun: String) -> [String] {
        CommandLineTool.commands.filter { $0.path.count > 1 && $0.path[0] == noun }.map { $0.path[1] }
    }

    /// Lines of a shell `case` over the words typed so far.
    private static var cases: String {
        var text = ""
        for noun in nouns { text += "    \"\(noun)\") words=\"\(verbs(noun).joined(separator: " "))\" ;;\n" }
        for command in CommandLineTool.commands {
            let flags = (command.options.map { "--\($0.name)" } + ["--help"]).joined(separator: " ")
            text += "    \"\(command.name)\"*) words=\"\(flags)\" ;;\n"
        }
        return text
    }

    private static var bash: String {
        """
        _hindcast() {
          local line="${COMP_WORDS[*]:1:COMP_CWORD-1}" words=""
          case "$line" in
            "") words="\(firstWords.joined(separator: " "))" ;;
        \(cases)  esac
          COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _hindcast hindcast

        """
    }

    private static var zsh: String {
        """
        autoload -U +X bashcompinit && bashcompinit
        \(bash)
        """
    }

    private static var fish: String {
        var text = "complete -c hindcast -f\n"
        let first = firstWords.joined(separator: " ")
        text += "complete -c hindcast -n \"not __fish_seen_subcommand_from \(first)\" -a \"\(first)\"\n"
        for noun in nouns {
            text +=
                "complete -c hindcast -n \"__fish_seen_subcommand_from \(noun)\""
                + " -a \"\(verbs(noun).joined(separator: " "))\"\n"
        }
        for command in CommandLineTool.commands {
            let condition = command.path.map { "__fish_seen_subcommand_from \($0)" }.joined(
                separator: "; and ")
            for option in command.options {
                let value = option.value == nil ? "" : " -r"
                text +=
                    "complete -c hindcast -n \"\(condition)\" -l \(option.name)\(value) -d \"\(option.help)\"\n"
            }
        }
        return text
    }
}
