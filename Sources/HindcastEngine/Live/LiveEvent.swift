import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore

/// The events of the live feed.
enum LiveEvent {
    /// `change`: a commit, by trace, with the spans it touched. Nil when nothing in it concerns the reader.
    static func change(_ commit: LiveHub.Commit, project: ProjectID, trace: TraceID?) -> ServerSentEvent? {
        var order: [TraceID] = []
        var spans: [TraceID: [SpanChange]] = [:]
        for change in commit.changes
        where change.project == project && (trace == nil || change.traceID == trace) {
            if spans[change.traceID] == nil { order.append(change.traceID) }
            spans[change.traceID, default: []].append(change)
        }
        guard !order.isEmpty else { return nil }
        let data = JSONWriter.document { writer in
            writer.field("sequence", commit.sequence)
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
        return event("change", commit.sequence, data)
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
