import HindcastHTTP
import HindcastJSON

/// What moves a memory's value by hand: `hindcast memory reset` and `undo`.
enum MemoryValue {
    static let reset = Command(
        path: ["memory", "reset"], summary: "Put a memory at the value of a new one, or at another.",
        operands: [.memory],
        options: [.data, .project, .key, .init(name: "q", value: "N", help: "The value."), .json]
    ) { call throws(CommandFailure) in
        let body: JSON = try call.decimal("q").map { ["q": $0] } ?? [:]
        try await move(call, "/reset", body)
    }

    static let undo = Command(
        path: ["memory", "undo"], summary: "Take back what one review moved.",
        details: "The other changes stay: the value becomes what they make. To change a verdict itself, say "
            + "`hindcast review correct`.",
        operands: [.memory, .init(name: "change", help: "Its number in `hindcast memory show`.")],
        options: [.data, .project, .key, .json]
    ) { call throws(CommandFailure) in
        try await move(call, "/history/\(call.operands[1].percentEncoded)/undo", nil)
    }

    private static func move(
        _ call: Invocation, _ path: String, _ body: JSON?
    ) async throws(CommandFailure) {
        let id = call.operands[0]
        try await call.changing { api throws(CommandFailure) in
            let change = try await api.ask(.post, "/memories/\(id.percentEncoded)\(path)", body: body)
            if call.isJSON {
                call.printJSON { $0.value(change) }
            } else {
                call.console.line(
                    "Memory \(Text.clean(id)) went from \(change.decimal("before")) to \(change.decimal("after"))."
                )
            }
        }
    }
}
