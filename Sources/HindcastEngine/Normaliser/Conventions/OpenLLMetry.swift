import HindcastJSON
import HindcastModel

/// Traceloop's OpenLLMetry before it moved to the GenAI lists: `gen_ai.prompt.N.…`, and its decorators' `traceloop.…`.
struct OpenLLMetry: Convention {
    let name = "openllmetry"

    func recognises(_ span: SpanEvidence) -> Bool {
        !span.marks.isDisjoint(with: [.genAIFlat, .traceloop])
            || (span.marks.contains(.llm) && span.attributes.contains("llm.request.type"))
    }

    func read(_ span: SpanEvidence, into reading: inout SpanReading) {
        let attributes = span.attributes
        reading.kind.fill(kind(attributes))
        if span.marks.contains(.genAIFlat) {
            reading.inputMessages.fill(
                span.lists["gen_ai.prompt."].map { list in
                    MessageList(list, form: MessageForm.openLLMetry.rawValue) {
                        OpenLLMetryMessage.read($0, default: .user)
                    }
                })
            reading.outputMessages.fill(answers(span))
            if reading.kind == nil, !reading.inputMessages.isEmpty || !reading.outputMessages.isEmpty {
                reading.kind = .llm
            }
            reading.finishReasons.fill(span.everything(finishReasons(span)))
        }
        if span.marks.contains(.traceloop) { readEntity(span, &reading) }
        if span.wantsEverything, span.marks.contains(.llm) { readTools(span, &reading) }
    }

    private func kind(_ attributes: Attributes) -> SpanKind? {
        switch attributes.string("traceloop.span.kind") {
        case "workflow": return .workflow
        case "task": return .task
        case "agent": return .agent
        case "tool": return .tool
        default: break
        }
        switch attributes.string("llm.request.type") {
        case "chat", "completion": return .llm
        case "embedding": return .embedding
        case "rerank": return .reranker
        default: return nil
        }
    }

    /// Thinking is reported as a completion of its own before the answer it belongs to; they are one turn.
    private func answers(_ span: SpanEvidence) -> MessageList? {
        guard let list = span.lists["gen_ai.completion."] else { return nil }
        if list.groups.count == 1 {
            return MessageList(list, form: MessageForm.openLLMetryAnswer.rawValue) {
                OpenLLMetryMessage.read($0, default: .assistant)
            }
        }
        var found: [Message] = []
        var thinking: [Part] = []
        for members in list.all() {
            if members.string("role") == "thinking" {
                thinking += TextShape.reasoning(members.string("content") ?? "", nil)
                continue
            }
            var messages = OpenLLMetryMessage.read(members, default: .assistant)
            if !messages.isEmpty { messages[0].parts = thinking + messages[0].parts }
            thinking = []
            found += messages
        }
        if !thinking.isEmpty { found.append(Message(role: .assistant, parts: thinking)) }
        return MessageList(found)
    }

    private func finishReasons(_ span: SpanEvidence) -> [String]? {
        let groups = span.lists["gen_ai.completion."]?.all() ?? []
        return Folding.finishReasons(groups.compactMap { $0.string("finish_reason") })
    }

    private func readEntity(_ span: SpanEvidence, _ reading: inout SpanReading) {
        let attributes = span.attributes
        let place = "traceloop.association.properties."
        reading.sessionID.fill(attributes.string(place + "session_id", place + "thread_id"))
        reading.userID.fill(attributes.string(place + "user_id"))
        reading.tags.fill(attributes.strings(place + "tags"))
        span.addMetadata(place, except: ["session_id", "thread_id", "user_id", "tags"], to: &reading)
        reading.traceName.fill(attributes.string("traceloop.workflow.name"))
        let entity = attributes.string("traceloop.entity.name")
        if reading.kind == .agent { reading.agentName.fill(entity) }
        if reading.kind == .tool {
            reading.outputMessages.fill(
                span.toolMessage(
                    id: attributes.string("gen_ai.tool.call.id"), result: "traceloop.entity.output",
                    isEncoded: true))
            reading.tool.fill(
                span.everything(
                    ToolUse(
                        name: entity, arguments: attributes.json("traceloop.entity.input"),
                        result: attributes.json("traceloop.entity.output"))))
        }
        reading.input.fill(span.everything(attributes.json("traceloop.entity.input")))
        reading.output.fill(span.everything(attributes.json("traceloop.entity.output")))
    }

    private func readTools(_ span: SpanEvidence, _ reading: inout SpanReading) {
        guard reading.toolDefinitions == nil, let list = span.lists["llm.request.functions."] else { return }
        let tools = list.all().map { members in
            JSON.object(
                JSONObject(
                    ["name", "description", "parameters"].compactMap { key in
                        members.json(key).map { (key, $0) }
                    }))
        }
        reading.toolDefinitions = .array(tools)
    }
}
