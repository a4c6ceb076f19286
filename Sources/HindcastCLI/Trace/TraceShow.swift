import HindcastEngine
import HindcastModel
import HindcastStore

/// `hindcast trace show`
enum TraceShow {
    static let command = Command(
        path: ["trace", "show"], summary: "Show a trace as a tree of its spans, or one span whole.",
        operands: [
            .init(name: "trace", help: "The trace's id."),
            .init(name: "span", help: "A span's id, to see all of it as JSON.", isOptional: true),
        ],
        options: [
            .data, .project, .json,
            .init(
                name: "offset", value: "N", help: "Leave out the first N spans of a huge trace.",
                defaultText: "0"),
            .init(name: "transcript", help: "Show the run as a conversation instead."),
        ], run: run)

    private static func run(_ call: Invocation) async throws(CommandFailure) {
        guard let id = TraceID(call.operands[0]) else {
            throw .usage("\"\(Text.clean(call.operands[0]))\" is no trace id; ids have 32 hex digits.")
        }
        let offset = try call.number("offset", default: 0, in: 0...Int(Int32.max))
        try await call.withStore(.read) { store throws(CommandFailure) in
            let project = try await call.project(in: store).id
            let reader = call.environment.makeReader(store)
            if call.operands.count > 1 {
                try await showSpan(call, reader, id, project)
            } else if call.has("transcript") {
                try await TranscriptText.show(call, reader, id, project)
            } else {
                let outline = try await call.told { () async throws(StoreError) in
                    try await reader.outline(of: id, project: project, offset: offset)
                }
                guard let outline else { throw .failed("There is no trace \(id) in this project.") }
                if call.isJSON {
                    call.printJSON { outline.write(to: &$0) }
                } else {
                    show(outline, call.console)
                }
            }
        }
    }

    private static func showSpan(
        _ call: Invocation, _ reader: TraceReader, _ id: TraceID, _ project: ProjectID
    ) async throws(CommandFailure) {
        guard let spanID = SpanID(call.operands[1]) else {
            throw .usage("\"\(Text.clean(call.operands[1]))\" is no span id; ids have 16 hex digits.")
        }
        let span = try await call.told { () async throws(StoreError) in
            try await reader.span(spanID, of: id, project: project)
        }
        guard let span else { throw .failed("There is no span \(spanID) in trace \(id).") }
        call.printJSON { span.write(to: &$0) }
    }

    private static func show(_ outline: Outline, _ console: Console) {
        let trace = outline.trace
        console.line(console.styled(Text.clean(trace.name), .bold) + "  \(trace.id)")
        var facts = [
            "\(Text.time(trace.start)) UTC", Text.duration(trace.start, trace.end),
            "\(trace.spanCount) spans",
        ]
        if trace.inputTokens + trace.outputTokens > 0 {
            facts.append("\(Text.count(trace.inputTokens)) in, \(Text.count(trace.outputTokens)) out")
        }
        if trace.totalCost > 0 { facts.append(Text.cost(trace.totalCost)) }
        if let session = trace.sessionID { facts.append("session \(Text.clean(session))") }
        if let user = trace.userID { facts.append("user \(Text.clean(user))") }
        if !trace.tags.isEmpty { facts.append("tags \(Text.clean(trace.tags.joined(separator: " ")))") }
        console.line(console.styled(facts.joined(separator: " · "), .dim))
        console.line("")
        table(outline).print(on: console)
        let end = outline.offset + outline.spans.count
        if end < trace.spanCount { console.errorLine("\(trace.spanCount - end) more spans: --offset \(end)") }
    }

    private static func table(_ outline: Outline) -> Table {
        var table = Table([
            .init(title: "SPAN", isFlexible: true), .init(title: "KIND"), .init(title: "MODEL", leftOut: 2),
            .init(title: "AT", isRight: true, leftOut: 1), .init(title: "TOOK", isRight: true),
            .init(title: "IN", isRight: true, leftOut: 4),
            .init(title: "OUT", isRight: true, leftOut: 5), .init(title: "COST", isRight: true, leftOut: 6),
            .init(title: "NEW", isRight: true),
            .init(title: "ID", leftOut: 3),
        ])
        for row in SpanTree(outline.spans).rows {
            let span = row.span.summary
            let isError = span.status == .error
            table.add([
                .init(row.prefix + (isError ? "✗ " : "") + span.name, isError ? .red : nil),
                .init(span.kind.rawValue, .dim),
                .init(span.model ?? ""), .init("+" + Text.duration(outline.trace.start, span.start)),
                .init(Text.duration(span.start, span.end)), .init(span.usage.input.map(Text.count) ?? ""),
                .init(span.usage.output.map(Text.count) ?? ""), .init(span.cost.map(Text.cost) ?? ""),
                .init(row.span.newMessages.map { "\($0)" } ?? ""), .init(span.id.description, .dim),
            ])
        }
        return table
    }
}
