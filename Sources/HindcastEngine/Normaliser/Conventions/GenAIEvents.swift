import HindcastBytes
import HindcastJSON
import HindcastModel

/// GenAI conventions before 1.37: one event or log record per message, in order; choices are the answer.
/// Strands puts the JSON text of Bedrock blocks where others put text.
struct GenAIEvents: Convention {
    let name = "genai-events"

    private static let choice = "gen_ai.choice"

    func recognises(_ span: SpanEvidence) -> Bool {
        span.hasGenAIEvents
            && (span.draft.events.contains { Self.role(ofEvent: $0.name) != nil }
                || span.logs.contains { Self.role(ofEvent: $0.eventName) != nil })
    }

    /// Who speaks in an event of this name; nil when it carries no message.
    private static func role(ofEvent name: String) -> Role? {
        switch name {
        case "gen_ai.system.message": .system
        case "gen_ai.user.message": .user
        case "gen_ai.assistant.message", choice: .assistant
        case "gen_ai.tool.message": .tool
        default: nil
        }
    }

    func read(_ span: SpanEvidence, into reading: inout SpanReading) {
        reading.kind.fill(GenAIOperation.kind(span))
        if reading.kind == .tool {
            readTool(span, &reading)
            return
        }
        var input = MessageList.empty
        var output = MessageList.empty
        func add(_ name: String, _ list: MessageList) {
            if name == Self.choice { output = output + list } else { input = input + list }
        }
        for event in span.draft.events {
            guard let role = Self.role(ofEvent: event.name) else { continue }
            add(event.name, Self.list(event, role))
        }
        if input.isEmpty, output.isEmpty {
            for log in span.logs {
                guard let role = Self.role(ofEvent: log.eventName) else { continue }
                add(
                    log.eventName,
                    MessageList(Self.messages(log.content, role, isChoice: log.eventName == Self.choice)))
            }
        }
        reading.inputMessages.fill(input)
        reading.outputMessages.fill(output)
        if reading.kind == nil { reading.kind = .llm }
        guard span.wantsEverything else { return }
        let reasons =
            span.draft.events.filter { $0.name == Self.choice }
            .compactMap { $0.attributes.string("finish_reason") }
            + span.logs.filter { $0.eventName == Self.choice }
            .compactMap { $0.content["finish_reason"]?.stringValue }
        reading.finishReasons.fill(reasons.isEmpty ? nil : Folding.finishReasons(reasons))
    }

    /// A span event, read when it must be; its key covers role and content.
    private static func list(_ event: SpanEvent, _ role: Role) -> MessageList {
        let attributes = event.attributes
        let isChoice = event.name == choice
        let bytes = attributes.buffer.span
        var key = RawHasher.hash(event.name.utf8Span.span, domain: MessageForm.event.rawValue)
        for entry in attributes.entries {
            key = RawHasher.chain(
                key, RawHasher.hash(bytes.extracting(entry.wire), domain: MessageForm.event.rawValue))
        }
        return MessageList(keys: [key]) { _ in
            let members = attributes.members.map { ($0.key, attributes.json($0.key) ?? .null) }
            return messages(.object(JSONObject(members)), role, isChoice: isChoice)
        }
    }

    private static func messages(_ body: JSON, _ role: Role, isChoice: Bool) -> [Message] {
        if isChoice {
            let found = ChatShape.messages(body["message"] ?? body["content"] ?? .null, default: .assistant)
            return found.isEmpty ? [Message(role: .assistant, parts: [])] : found
        }
        // Google's kit wraps a whole content; its parts say everything.
        if let parts = body["content"]?["parts"] {
            return MessageAssembly.messages(role: role, parts: ChatShape.parts(parts))
        }
        if role == .tool {
            let parts = ChatShape.parts(body["content"] ?? .null)
            if parts.contains(where: { if case .toolResult = $0 { true } else { false } }) {
                return MessageAssembly.messages(role: .user, parts: parts)
            }
            let id = body["id"]?.stringValue ?? body["tool_call_id"]?.stringValue
            // Text stays text, even when the accessor could read it as JSON.
            return [SpanEvidence.message(id, body["content"] ?? .null)]
        }
        return OpenAIShape.message(body, role: role, name: body["name"]?.stringValue)
    }

    /// On a tool's span the message event holds the arguments and the choice the result.
    private func readTool(_ span: SpanEvidence, _ reading: inout SpanReading) {
        let places =
            span.draft.events.map {
                ($0.name, $0.attributes.json("content"), $0.attributes.json("message"), $0.attributes)
            }
        let id = span.attributes.string("gen_ai.tool.call.id")
        let failed = span.attributes.string("gen_ai.tool.status") == "error"
        var tool = reading.tool ?? ToolUse()
        for (name, content, message, attributes) in places {
            let callID = id ?? attributes.string("id")
            switch name {
            case "gen_ai.tool.message":
                tool.arguments.fill(content)
                tool.callID.fill(callID)
            case Self.choice:
                guard let message else { continue }
                let answer = SpanEvidence.message(callID, message, isError: failed)
                reading.outputMessages.fill(MessageList([answer]))
                tool.result.fill(answer.toolResults.first?.result)
            default: break
            }
        }
        if span.wantsEverything { reading.tool.fill(tool) }
    }
}

extension LogDraft {
    /// The body, or in records without one the attributes.
    var content: JSON {
        switch body {
        case .empty: .object(JSONObject(attributes.members.map { ($0.key, $0.value.json) }))
        case .string(let text):
            (try? JSONReader.parse(text)) ?? .object(JSONObject([("content", .string(text))]))
        default: body.json
        }
    }
}
