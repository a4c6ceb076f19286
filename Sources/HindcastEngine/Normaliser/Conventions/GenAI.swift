import HindcastJSON
import HindcastModel

/// OpenTelemetry's GenAI conventions since 1.37: whole message lists under three keys, on the span, in its events or
/// in log records, as JSON text or as real nested values.
struct GenAI: Convention {
    let name = "genai"

    private static let inputKey = "gen_ai.input.messages"
    private static let outputKey = "gen_ai.output.messages"
    private static let systemKey = "gen_ai.system_instructions"

    func recognises(_ span: SpanEvidence) -> Bool {
        (span.marks.contains(.genAI) && Self.carries(span.attributes))
            || (span.hasGenAIEvents
                && (span.draft.events.contains { Self.carries($0.attributes) }
                    || span.logs.contains { Self.carries($0.attributes) }))
    }

    private static func carries(_ attributes: Attributes) -> Bool {
        attributes.contains(inputKey) || attributes.contains(outputKey) || attributes.contains(systemKey)
    }

    func read(_ span: SpanEvidence, into reading: inout SpanReading) {
        reading.kind.fill(GenAIOperation.kind(span))
        // A tool span repeats its call as messages; the call's own attributes say it better.
        if reading.kind == .tool { return }
        let places = carriers(span)
        if reading.inputMessages.isEmpty {
            let input = first(places) { $0.messageList(Self.inputKey, default: .user) } ?? .empty
            let system = first(places) { $0.systemList(Self.systemKey) }
            if let system, !input.beginsWithSystem {
                reading.inputMessages = system + input
            } else {
                reading.inputMessages = input
            }
        }
        reading.outputMessages.fill(first(places) { $0.messageList(Self.outputKey, default: .assistant) })
        guard span.wantsEverything, reading.finishReasons.isEmpty,
            !span.attributes.contains("gen_ai.response.finish_reasons")
        else { return }
        let reasons = first(places) { finishReasons($0.json(Self.outputKey)) }
        reading.finishReasons.fill(reasons)
    }

    /// The span first: what its events and log records repeat adds nothing.
    private func carriers(_ span: SpanEvidence) -> [Attributes] {
        guard span.hasGenAIEvents else { return [span.attributes] }
        return [span.attributes] + span.draft.events.map(\.attributes).filter(Self.carries)
            + span.logs.map(\.attributes).filter(Self.carries)
    }

    private func first<Value>(_ places: [Attributes], _ find: (Attributes) -> Value?) -> Value? {
        for place in places { if let found = find(place) { return found } }
        return nil
    }

    private func finishReasons(_ messages: JSON?) -> [String]? {
        let reasons = messages?.arrayValue?.compactMap { $0["finish_reason"]?.stringValue }
        return Folding.finishReasons(reasons)
    }
}
