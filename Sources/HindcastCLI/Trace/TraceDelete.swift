import HindcastEngine
import HindcastModel
import HindcastStore

/// `hindcast trace delete`
enum TraceDelete {
    static let command = Command(
        path: ["trace", "delete"], summary: "Delete traces: named ones, a session's, old ones, or all.",
        operands: [.init(name: "trace", help: "Ids of traces.", isOptional: true, isRepeated: true)],
        options: [
            .data, .project, .init(name: "session", value: "ID", help: "All traces of this session."),
            .init(name: "before", value: "TIME", help: "All that started before this time."),
            .init(name: "all", help: "All traces of the project."), .yes, .json,
        ], run: run)

    private static func run(_ call: Invocation) async throws(CommandFailure) {
        let (selection, path) = try selection(call)
        try call.mustBeSure("Deleting traces")
        try await call.withStore(.exclusive, instead: ("DELETE", path)) { store throws(CommandFailure) in
            let project = try await call.project(in: store)
            let receipt = try await call.told { () async throws(StoreError) in
                try await call.administration(store).delete(
                    selection, project: project.id, actor: .commandLine)
            }
            if call.isJSON {
                call.printJSON { receipt.write(to: &$0) }
            } else {
                call.console.line("Deleted \(receipt.traces) traces with \(receipt.spans) spans.")
            }
            if receipt.traces == 0, !call.operands.isEmpty {
                throw .failed("None of these traces is in this project.")
            }
        }
    }

    private static func selection(_ call: Invocation) throws(CommandFailure) -> (TraceSelection, path: String)
    {
        var found: [(TraceSelection, String)] = []
        if !call.operands.isEmpty {
            var ids: [TraceID] = []
            for text in call.operands {
                guard let id = TraceID(text) else {
                    throw .usage("\"\(Text.clean(text))\" is no trace id; ids have 32 hex digits.")
                }
                ids.append(id)
            }
            found.append((.traces(ids), "/traces/\(ids[0])"))
        }
        if let session = call["session"] {
            found.append((.session(session), "/traces?session=\(session.percentEncoded)"))
        }
        if let text = call["before"] {
            guard let time = Timestamp(text) else {
                throw .usage("--before takes a time like 2026-01-02T15:04:05Z.")
            }
            found.append((.startedBefore(time), "/traces?before=\(time)"))
        }
        if call.has("all") { found.append((.all, "/traces?all=true")) }
        guard found.count == 1, let only = found.first else {
            throw .usage("Say which traces: ids, --session, --before or --all.")
        }
        return only
    }
}
