import HindcastEngine
import HindcastJSON
import HindcastModel

extension StepMessage {
    /// The members that the message becomes, each with its number among all of them.
    func members(_ types: Set<String>?) -> [(index: Int, member: LettaMessage)] {
        let all = LettaMessage.members(of: message).enumerated().map {
            (index: $0.offset, member: $0.element)
        }
        return all.filter { types?.contains($0.member.type.rawValue) ?? true }
    }

    /// - Parameter index: among the members of the message.
    func write(_ member: LettaMessage, index: Int, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", id)
            writer.field("date", time.wholeSeconds)
            writer.field("name", member.name)
            writer.field("message_type", member.type.rawValue)
            switch member.type {
            case .system, .user: writer.nulls("otid")
            case .assistant, .reasoning, .hiddenReasoning, .toolCall, .toolReturn:
                writer.field("otid", otid(index))
            }
            writer.nulls("sender_id")
            writer.field("step_id", ForeignID(.step, trace: step.trace, span: step.span))
            writer.nulls("is_err", "seq_id")
            writer.field("run_id", run.id)
            member.writeContent(to: &writer)
        }
    }

    /// The id's UUID with the member's number as its last two digits.
    private func otid(_ index: Int) -> String {
        let digits = String(min(index, 255), radix: 16)
        let uuid = id.description.dropFirst(ForeignID.Kind.message.rawValue.count + 1)
        return uuid.dropLast(2) + (digits.count < 2 ? "0" : "") + digits
    }
}

extension LettaMessage {
    fileprivate func writeContent(to writer: inout JSONWriter) {
        switch content {
        case .text(let text): writer.field("content", text)
        case .parts(let parts): writer.array("content", parts) { $1.writeContent(to: &$0) }
        case .reasoning(let reasoning) where type == .hiddenReasoning:
            writer.field("state", "redacted")
            writer.field("hidden_reasoning", reasoning.text.isEmpty ? reasoning.signature : reasoning.text)
        case .reasoning(let reasoning):
            writer.field("source", "reasoner_model")
            writer.field("reasoning", reasoning.text)
            writer.field("signature", reasoning.signature)
        case .calls(let calls):
            writer.key("tool_call")
            if let first = calls.first { first.write(to: &writer) } else { writer.null() }
            writer.array("tool_calls", calls) { $1.write(to: &$0) }
        case .results(let results):
            if let first = results.first { first.writeMembers(to: &writer) }
            writer.array("tool_returns", results) { writer, result in
                writer.object { writer in
                    writer.field("type", "tool")
                    result.writeMembers(to: &writer)
                }
            }
        }
    }
}

extension ToolCall {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("name", name)
            writer.field("arguments", argumentsText)
            writer.field("tool_call_id", id)
        }
    }
}

extension ToolResult {
    fileprivate func writeMembers(to writer: inout JSONWriter) {
        writer.field("tool_return", plainText)
        writer.field("status", isError ? "error" : "success")
        writer.field("tool_call_id", id)
        writer.nulls("stdout", "stderr")
    }
}

extension Part {
    /// A part of a user's message; what Letta has no part for is told as text.
    fileprivate func writeContent(to writer: inout JSONWriter) {
        writer.object { writer in
            if case .media(let media) = self, media.kind == .image {
                writer.field("type", "image")
                writer.object("source") { media.writeSource(to: &$0) }
                return
            }
            writer.field("type", "text")
            switch self {
            case .text(let text): writer.field("text", text)
            case .reasoning(let reasoning): writer.field("text", reasoning.text)
            case .toolCall(let call): writer.field("text", "\(call.name) \(call.argumentsText)")
            case .toolResult(let result): writer.field("text", result.plainText)
            case .media(let media): writer.field("text", media.words)
            case .json(let json): writer.field("text", json.text)
            }
        }
    }
}

extension Media {
    fileprivate func writeSource(to writer: inout JSONWriter) {
        switch source {
        case .uri(let uri):
            writer.field("type", "url")
            writer.field("url", uri)
        case .base64(let data):
            writer.field("type", "base64")
            writer.field("media_type", mimeType ?? "image/png")
            writer.field("data", data)
            writer.nulls("detail")
        case .fileID(let id):
            writer.field("type", "letta")
            writer.field("file_id", id)
            writer.nulls("media_type", "data", "detail")
        }
    }
}
