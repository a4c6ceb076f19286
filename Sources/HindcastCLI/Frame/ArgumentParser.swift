/// Reads the words behind a command's name.
struct ArgumentParser {
    let command: Command
    let variables: [String: String]

    func parse(_ words: ArraySlice<String>) throws(CommandFailure) -> (
        operands: [String], options: [String: String]
    ) {
        var operands: [String] = []
        var options: [String: String] = [:]
        var rest = words
        while let word = rest.popFirst() {
            if word == "--" {
                operands += rest
                rest = []
            } else if word.hasPrefix("--") {
                let (name, value) = try read(word.dropFirst(2), &rest)
                options[name] = value
            } else if word.hasPrefix("-"), word.count > 1, Int(word) == nil {
                throw .usage("There is no flag \(word); flags are written out, like --json.")
            } else {
                operands.append(word)
            }
        }
        try addVariables(to: &options)
        try check(operands)
        return (operands, options)
    }

    private func read(_ text: Substring, _ rest: inout ArraySlice<String>) throws(CommandFailure) -> (
        String, String
    ) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        guard let option = command.options.first(where: { $0.name == name }) else {
            let near = Nearness.nearest(to: name, among: command.options.map(\.name))
            throw .usage("There is no flag --\(name)." + (near.map { " Did you mean --\($0)?" } ?? ""))
        }
        guard option.value != nil else {
            guard parts.count == 1 else { throw .usage("--\(name) takes no value.") }
            return (name, "")
        }
        if parts.count == 2 { return (name, try checked(String(parts[1]), option)) }
        guard let value = rest.popFirst() else {
            throw .usage("--\(name) needs a value: --\(name) \(option.value ?? "").")
        }
        return (name, try checked(value, option))
    }

    private func checked(_ value: String, _ option: Command.Option) throws(CommandFailure) -> String {
        var given = [value]
        if option.takesSeveral {
            given = value.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        guard option.choices.isEmpty || given.allSatisfy(option.choices.contains) else {
            let number = option.takesSeveral ? "any" : "one"
            throw .usage(
                "--\(option.name) takes \(number) of \(option.choices.joined(separator: ", ")), not \"\(value)\"."
            )
        }
        return value
    }

    /// A variable stands in for a flag that was not given. Set and empty counts as not set. `--yes` has none: consent
    /// is given in the call.
    private func addVariables(to options: inout [String: String]) throws(CommandFailure) {
        for option in command.options where options[option.name] == nil && option.name != "yes" {
            guard let value = variables[option.variable], !value.isEmpty else { continue }
            if option.value != nil {
                options[option.name] = try checked(value, option)
            } else if ["1", "true", "on", "yes"].contains(value.lowercased()) {
                options[option.name] = ""
            }
        }
    }

    private func check(_ operands: [String]) throws(CommandFailure) {
        let needed = command.operands.filter { !$0.isOptional }
        if operands.count < needed.count {
            throw .usage("\(needed[operands.count].name) is missing.")
        }
        if operands.count > command.operands.count, command.operands.last?.isRepeated != true {
            throw .usage("\"\(operands[command.operands.count])\" is one word too many.")
        }
    }
}

/// Finds what a person may have meant.
enum Nearness {
    /// The candidate at most two edits away (one for short words), the nearest first. Nil when none is near.
    static func nearest(to word: String, among candidates: [String]) -> String? {
        let allowed = word.count <= 3 ? 1 : 2
        let found = candidates.map { ($0, distance(Array(word.prefix(64)), Array($0))) }.min { $0.1 < $1.1 }
        guard let found, found.1 <= allowed else { return nil }
        return found.0
    }

    private static func distance(_ one: [Character], _ other: [Character]) -> Int {
        var row = Array(0...other.count)
        for (index, character) in one.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in other.indices {
                let replaced = diagonal + (character == other[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
            }
        }
        return row[other.count]
    }
}
