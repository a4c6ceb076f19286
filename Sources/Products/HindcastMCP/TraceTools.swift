import HindcastEngine
import HindcastJSON
import HindcastModel
import HindcastStore

/// Tools for looking at what agents did.
struct TraceTools: Sendable {
    private let services: MCPServices
    private var reader: TraceReader { services.reader }

    init(_ services: MCPServices) { self.services = services }

    var tools: [MCPTool] { [search, trace, step] }

    private var search: MCPTool {
        MCPTool(
            name: "search_traces", title: "Search runs",
            description: """
                Runs of agents, newest first. `query` takes words that must occur, and filters: model: kind: status: \
                tag: session: user: name: cost: tokens: duration: meta.key: has: since: until:, joined by and, or, \
                not. Example: status:error since:1d refund
                """,
            scope: .read,
            inputSchema: MCPSchema.object(
                [
                    ("query", MCPSchema.text("Words and filters; empty lists the newest runs.")),
                    (
                        "limit",
                        MCPSchema.count(
                            "How many runs.", default: MCPLimits.listDefault, max: MCPLimits.listMax)
                    ),
                    ("cursor", MCPSchema.text("`next` of the page before.")),
                ], required: [])
        ) { [services] arguments, caller in
            let limit = try arguments.whole("limit", in: 1...MCPLimits.listMax) ?? MCPLimits.listDefault
            let text = try arguments.text("query") ?? ""
            let filter: TraceFilter?
            do throws(FilterError) {
                filter = try TraceFilter.parse(text, now: services.time.now)
            } catch {
                throw MCPToolError("The query cannot be read: \(error.message)")
            }
            let query = TraceQuery(filter: filter, limit: limit, cursor: try arguments.text("cursor"))
            let page = try await services.reader.store.traces(query, project: caller.project)
            var writer = JSONWriter(reserving: 512 * page.items.count)
            page.write(to: &writer)
            return writer.bytes
        }
    }

    private var trace: MCPTool {
        MCPTool(
            name: "get_trace", title: "Read a run",
            description: """
                A run as the conversation it was: every message once, in order, with the step (`spanId`) that \
                brought it. Long texts are cut; get_step has more of them.
                """,
            scope: .read,
            inputSchema: MCPSchema.object(
                [
                    ("trace_id", MCPSchema.text("The id that search_traces gave.")),
                    (
                        "limit",
                        MCPSchema.count(
                            "How many messages.", default: MCPLimits.listDefault, max: MCPLimits.listMax)
                    ),
                    ("cursor", MCPSchema.text("`next` of the page before.")),
                ], required: ["trace_id"])
        ) { [reader] arguments, caller in
            let id = try Self.traceID(arguments)
            let limit = try arguments.whole("limit", in: 1...MCPLimits.listMax) ?? MCPLimits.listDefault
            let summary = try await reader.store.trace(id, project: caller.project)
            let transcript = try await reader.transcript(
                of: id, project: caller.project, cursor: try arguments.text("cursor"), limit: limit)
            guard let summary, let transcript else { throw MCPToolError("run", unknown: id.description) }
            var writer = JSONWriter(reserving: 1024 * transcript.items.count)
            writer.object { writer in
                writer.key("trace")
                summary.write(to: &writer)
                writer.key("messages")
                writer.beginArray()
                for item in transcript.items { item.write(to: &writer) }
                writer.endArray()
                writer.field("next", transcript.next)
            }
            return LongTexts.cut(writer.bytes, to: MCPLimits.textCharactersMax / 10)
        }
    }

    private var step: MCPTool {
        MCPTool(
            name: "get_step", title: "Read a step",
            description: """
                One step of a run: what was new to the model, what it answered or what the tool did, with usage, \
                errors and timing. `include_context` also gives what the model had seen before.
                """,
            scope: .read,
            inputSchema: MCPSchema.object(
                [
                    ("trace_id", MCPSchema.text("The run.")),
                    ("step_id", MCPSchema.text("`spanId` of a message of get_trace.")),
                    (
                        "include_context",
                        ["type": "boolean", "default": false, "description": "The whole input of the call."]
                    ),
                ], required: ["trace_id", "step_id"])
        ) { [reader] arguments, caller in
            let id = try Self.traceID(arguments)
            let text = try arguments.someText("step_id")
            guard let span = SpanID(text),
                let view = try await reader.span(span, of: id, project: caller.project)
            else { throw MCPToolError("step", unknown: text) }
            let isWhole = try arguments.flag("include_context") ?? false
            let input = isWhole ? view.input[...] : view.input.suffix(view.newMessages ?? view.input.count)
            let document = JSONWriter.document { writer in
                view.summary.writeMembers(to: &writer)
                writer.field("error", view.reading.errorMessage)
                writer.field("contextMessages", view.input.count - input.count)
                writer.array("input", input) { $1.write(to: &$0) }
                writer.array("output", view.output) { $1.write(to: &$0) }
                writer.member("tool", json: view.reading.tool?.arguments)
                writer.member("result", json: view.reading.tool?.result ?? view.reading.output)
            }
            return LongTexts.cut(document, to: MCPLimits.textCharactersMax)
        }
    }

    private static func traceID(_ arguments: MCPArguments) throws(MCPToolError) -> TraceID {
        let text = try arguments.someText("trace_id")
        guard let id = TraceID(text) else { throw MCPToolError("run", unknown: text) }
        return id
    }
}
