import HindcastModel

/// Strands Agents: GenAI conventions with content in span events (read by `GenAI` and `GenAIEvents`), the user's own
/// attributes in plain names, and times in milliseconds.
struct Strands: Convention {
    let name = "strands"

    func recognises(_ span: SpanEvidence) -> Bool { span.draft.scope.name == "strands.telemetry.tracer" }

    func read(_ span: SpanEvidence, into reading: inout SpanReading) {
        let attributes = span.attributes
        reading.kind.fill(GenAIOperation.kind(span))
        reading.sessionID.fill(attributes.string("session.id"))
        reading.userID.fill(attributes.string("user.id"))
        reading.tags.fill(attributes.strings("tag.tags"))
        reading.timeToFirstTokenMilliseconds.fill(attributes.double("gen_ai.server.time_to_first_token"))
    }
}
