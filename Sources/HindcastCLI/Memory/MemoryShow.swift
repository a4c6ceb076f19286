import HindcastHTTP
import HindcastJSON
import HindcastStore

/// `hindcast memory show`
enum MemoryShow {
    static let command = Command(
        path: ["memory", "show"], summary: "Show a memory: lesson, value, and every change of it.",
        details: "With --json the changes are its member `history`, oldest first.",
        operands: [.memory], options: [.data, .project, .json], run: run)

    private static func run(_ call: Invocation) async throws(CommandFailure) {
        let path = "/memories/\(call.operands[0].percentEncoded)"
        try await call.reading { api throws(CommandFailure) in
            let memory = try await api.ask(.get, path)
            var changes: [JSON] = []
            var cursor: String?
            repeat {
                let page = try await api.ask(
                    .get, "\(path)/history", [("limit", String(StoreLimits.pageMax)), ("cursor", cursor)])
                changes += page["items"]?.arrayValue ?? []
                cursor = page["next"]?.stringValue
            } while cursor != nil
            if call.isJSON {
                var object = memory.objectValue ?? JSONObject()
                object["history"] = .array(changes)
                call.printJSON { $0.value(.object(object)) }
                return
            }
            MemoryText.show(memory, call.console)
            call.console.line("")
            ValueHistory(changes).table.print(on: call.console)
        }
    }
}

extension Command.Operand {
    static let memory = Command.Operand(
        name: "memory", help: "The memory's id, as `hindcast memory list` shows it.")
    static let memories = Command.Operand(
        name: "memory", help: "Ids of memories, as `hindcast memory list` shows them.", isRepeated: true)
}
