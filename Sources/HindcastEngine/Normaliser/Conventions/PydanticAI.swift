import HindcastJSON
import HindcastModel

/// What Pydantic AI adds to the GenAI conventions: the agent's whole run on the agent's span, and in older versions
/// the messages as a JSON list of events.
struct PydanticAI: Convention {
    let name = "pydantic-ai"

    func recognises(_ span: SpanEvidence) -> Bool {
        span.draft.scope.name == "pydantic-ai" || span.marks.contains(.pydantic)
    }

    func read(_ span: SpanEvidence, into reading: inout SpanReading) {
        let attributes = span.attributes
        reading.kind.fill(GenAIOperation.kind(span))
        reading.agentName.fill(attributes.string("agent_name"))
        reading.modelRequested.fill(attributes.string("model_name"))
        if let all = attributes.messageList("pydantic_ai.all_messages", default: .user) {
            readRun(span, all, &reading)
        }
        readEvents(attributes, &reading)
        reading.output.fill(span.everything(attributes.json("final_result")))
    }

    private func readRun(_ span: SpanEvidence, _ all: MessageList, _ reading: inout SpanReading) {
        reading.kind.fill(.agent)
        let (head, last) = all.splitLast
        let isAnswered = last.messages(at: 0).first?.role == .assistant
        let input = isAnswered ? head : all
        let system = span.attributes.systemList("gen_ai.system_instructions")
        reading.inputMessages.fill(input.beginsWithSystem ? input : (system ?? .empty) + input)
        if isAnswered { reading.outputMessages.fill(last) }
    }

    private func readEvents(_ attributes: Attributes, _ reading: inout SpanReading) {
        guard reading.inputMessages.isEmpty,
            let events = attributes.json("events", "all_messages_events")?.arrayValue
        else { return }
        var input: [Message] = []
        for event in events {
            if event["event.name"]?.stringValue == "gen_ai.choice" {
                reading.outputMessages.fill(
                    MessageList(ChatShape.messages(event["message"] ?? .null, default: .assistant)))
            } else {
                input += ChatShape.messages(event, default: .user)
            }
        }
        reading.inputMessages.fill(MessageList(input))
    }
}
