import HindcastEngine
import HindcastJSON
import HindcastModel
import HindcastStore

/// A run as text to read.
enum TranscriptText {
    /// Pages of one run; a run with more is read through the API.
    private static let pagesMax = 200
    /// Characters of one message on a terminal.
    private static let messageCharactersMax = 4000

    static func show(
        _ call: Invocation, _ reader: TraceReader, _ id: TraceID, _ project: ProjectID
    ) async throws(CommandFailure) {
        var cursor: String?
        for _ in 0..<pagesMax {
            let from = cursor
            let page = try await call.told { () async throws(StoreError) in
                try await reader.transcript(
                    of: id, project: project, cursor: from, limit: QueryLimits.transcriptPageMax)
            }
            guard let page else { throw .failed("There is no trace \(id) in this project.") }
            for item in page.items { show(item, call) }
            cursor = page.next
            if cursor == nil { return }
        }
    }

    private static func show(_ item: TranscriptItem, _ call: Invocation) {
        if call.isJSON {
            call.printJSON { item.write(to: &$0) }
            return
        }
        let console = call.console
        var title = "\(item.message?.role.name ?? "no answer") · \(item.spanName)"
        if item.origin == .branch || item.origin == .retry { title += " · \(item.origin.rawValue)" }
        if item.status == .error { title += " · error" }
        console.line(console.styled(Text.clean(title), item.status == .error ? .red : .bold))
        guard let message = item.message else { return }
        var lines = [
            message.reasoningText.map { "(thinks) \($0)" }, message.text.isEmpty ? nil : message.text,
        ]
        lines += message.toolCalls.map { "→ \($0.name)(\($0.arguments.text))" }
        lines += message.toolResults.map { "← \($0.result.stringValue ?? $0.result.text)" }
        for line in lines.compactMap(\.self).joined(separator: "\n").prefix(messageCharactersMax).split(
            separator: "\n")
        {
            console.line("  " + Text.clean(String(line)))
        }
    }
}
