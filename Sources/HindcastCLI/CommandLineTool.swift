/// The command line: finds the command, reads its words, runs it, and tells failures as one sentence.
public struct CommandLineTool: Sendable {
    private let environment: Environment

    public init(_ environment: Environment) { self.environment = environment }

    /// All commands, in the order in which help lists them.
    static let commands: [Command] =
        [
            Serve.command, Demo.command, TraceList.command, TraceShow.command, TraceDelete.command,
            SearchRun.command, TailRun.command, StatsShow.command,
        ] + learning + [
            KeyCreate.command, KeyList.command, KeyRevoke.command, ProjectList.command, ProjectCreate.command,
            ProjectDelete.command, StoreBackup.command, StoreCheck.command, StoreCollect.command,
            ModelInstall.command, ModelList.command, ModelRemove.command, ModelTry.command, Version.command,
            Completion.command,
        ]

    private static let learning: [Command] =
        [
            ReviewRun.add, ReviewRun.correct, ReviewRun.show, MemoryList.command, MemoryShow.command,
            MemoryQueryRun.command, MemoryAdd.command, MemoryEditRun.command,
        ] + MemoryCare.commands + [
            MemoryMerge.command, MemoryValue.reset, MemoryValue.undo, MemoryDelete.command,
            MemoryTravel.export, MemoryTravel.import, MemorySettings.command, SkillShow.command,
        ]

    /// Runs what the words say (without the program's own name).
    /// - Returns: the exit code: 0 done, 1 failed, 2 called wrongly, 3 data folder unusable.
    public func run(_ words: [String]) async -> Int32 {
        let help = Help(commands: Self.commands, version: environment.version)
        guard let first = words.first, !["help", "--help", "-h"].contains(first) else {
            return explain(Array(words.dropFirst()), help)
        }
        if first == "--version" { return await run(["version"]) }
        if words.count == 2, ["--help", "-h"].contains(words[1]), let group = help.group(words[0]) {
            environment.console.write(group)
            return 0
        }
        guard let command = Self.command(words) else { return unknown(words, help) }
        let rest = words.dropFirst(command.path.count)
        if rest.prefix(while: { $0 != "--" }).contains(where: { $0 == "--help" || $0 == "-h" }) {
            environment.console.write(help.of(command))
            return 0
        }
        do throws(CommandFailure) {
            let parser = ArgumentParser(command: command, variables: environment.variables)
            let (operands, options) = try parser.parse(rest)
            try await command.run(Invocation(environment: environment, operands: operands, options: options))
            return 0
        } catch {
            environment.console.errorLine("hindcast: \(error.message)")
            if case .usage = error {
                environment.console.errorLine("Usage: \(help.usage(of: command))")
                environment.console.errorLine("`hindcast help \(command.name)` says more.")
            }
            return error.exitCode
        }
    }

    private static func command(_ words: [String]) -> Command? {
        commands.first { words.starts(with: $0.path) }
    }

    private func explain(_ words: [String], _ help: Help) -> Int32 {
        if words.isEmpty {
            environment.console.write(help.overview)
            return 0
        }
        if let command = Self.command(words) {
            environment.console.write(help.of(command))
            return 0
        }
        if words.count == 1, let group = help.group(words[0]) {
            environment.console.write(group)
            return 0
        }
        return unknown(words, help)
    }

    private func unknown(_ words: [String], _ help: Help) -> Int32 {
        let console = environment.console
        if words.count == 1 || words[1].hasPrefix("-"), let group = help.group(words[0]) {
            console.writeError(group)
            return 2
        }
        let isGroup = help.group(words[0]) != nil
        let given = isGroup ? words.prefix(2).joined(separator: " ") : words[0]
        let names = Self.commands.map { isGroup ? $0.name : $0.path[0] }
        let near = Nearness.nearest(to: given, among: names)
        console.errorLine(
            "hindcast: There is no command \"\(Text.clean(given))\"."
                + (near.map { " Did you mean \"\($0)\"?" } ?? ""))
        console.errorLine("`hindcast help` lists all commands.")
        return 2
    }
}
