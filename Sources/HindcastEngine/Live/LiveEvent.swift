import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore

/// The events of the live feed.
enum LiveEvent {
    /// What a reader is told of a commit. Nil when nothing in it concerns the reader.
    static func of(_ commit: Commit, seenBy view: LiveView) -> ServerSentEvent? {
        switch commit.change {
        case .spans(let changes):
            return change(commit.sequence, changes, view)
        case .patch(let trace, let project):
            guard project == view.project, view.sees(trace.id) else { return nil }
            return patch(commit.sequence, trace)
        case .deletion(let selection, let project):
            guard project == view.project else { return nil }
            return delete(commit.sequence, selection, view)
        }
    }

    /// `change`: a commit, by trace, with the spans it touched.
    private static func change(_ sequence: Int64, _ changes: [SpanChange], _ view: LiveView)
        -> ServerSentEvent?
    {
        var order: [TraceID] = []
        var spans: [TraceID: [SpanChange]] = [:]
        for change in changes where change.project == view.project && view.sees(change.traceID) {
            if spans[change.traceID] == nil { order.append(change.traceID) }
            spans[change.traceID, default: []].append(change)
        }
        guard !order.isEmpty else { return nil }
        let data = JSONWriter.document { writer in
            writer.field("sequence", sequence)
            writer.array("traces", order) { writer, id in
                writer.object { writer in
                    writer.field("id", id)
                    writer.array("spans", spans[id] ?? []) { writer, change in
                        writer.object { writer in
                            writer.field("id", change.spanID)
                            writer.field("isNew", change.isNew)
                        }
                    }
                }
            }
        }
        return event("change", sequence, data)
    }

    /// `patch`: people changed a trace's tags or metadata; both as they are now.
    private static func patch(_ sequence: Int64, _ trace: TraceSummary) -> ServerSentEvent {
        let data = JSONWriter.document { writer in
            writer.field("sequence", sequence)
            writer.array("traces", [trace]) { writer, trace in
                writer.object { writer in
                    writer.field("id", trace.id)
                    writer.field("tags", trace.tags)
                    writer.field("metadata", json: .object(trace.metadata))
                }
            }
        }
        return event("patch", sequence, data)
    }

    /// `delete`: traces are gone, named one by one or by what they had in common. A reader of one trace is told of
    /// every deletion that may have been its own.
    private static func delete(_ sequence: Int64, _ selection: TraceSelection, _ view: LiveView)
        -> ServerSentEvent?
    {
        var ids: [TraceID] = []
        if case .traces(let named) = selection {
            ids = named.filter { view.sees($0) }
            if ids.isEmpty { return nil }
        }
        let data = JSONWriter.document { writer in
            writer.field("sequence", sequence)
            writer.array("traces", ids) { writer, id in writer.object { $0.field("id", id) } }
            switch selection {
            case .traces: break
            case .session(let session): writer.field("sessionId", session)
            case .startedBefore(let time): writer.field("startedBefore", time)
            case .all: writer.field("all", true)
            }
        }
        return event("delete", sequence, data)
    }

    /// `change` as the store remembers it: which trace, no longer which spans.
    static func change(_ change: TraceChange) -> ServerSentEvent {
        let data = JSONWriter.document { writer in
            writer.field("sequence", change.sequence)
            writer.array("traces", [change.traceID]) { writer, id in
                writer.object { writer in
                    writer.field("id", id)
                    writer.array("spans", [SpanID]()) { $0.string($1.description) }
                }
            }
        }
        return event("change", change.sequence, data)
    }

    /// `ready`: where the feed begins.
    static func ready(sequence: Int64) -> ServerSentEvent {
        event("ready", sequence, JSONWriter.document { $0.field("sequence", sequence) })
    }

    /// `reset`: something was missed; read the lists anew.
    static func reset(sequence: Int64?) -> ServerSentEvent {
        event("reset", sequence, JSONWriter.document { $0.field("sequence", sequence) })
    }

    private static func event(_ name: String, _ sequence: Int64?, _ data: [UInt8]) -> ServerSentEvent {
        ServerSentEvent(
            id: sequence.map(String.init), event: name, data: String(decoding: data, as: UTF8.self))
    }
}
