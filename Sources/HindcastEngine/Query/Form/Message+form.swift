public import HindcastJSON
public import HindcastModel

extension Message {
    /// `{role, content, toolCalls, toolCallId, name, reasoning}`, and `isError` on a tool's result that is one.
    public func write(to writer: inout JSONWriter) {
        writer.object { writeMembers(to: &$0) }
    }

    func writeMembers(to writer: inout JSONWriter) {
        writer.field("role", role.name)
        writer.key("content")
        writeContent(to: &writer)
        writer.array("toolCalls", toolCalls) { writer, call in
            writer.object { writer in
                writer.field("id", call.id)
                writer.field("name", call.name)
                writer.field("arguments", json: call.arguments)
            }
        }
        let results = toolResults
        writer.field("toolCallId", results.first?.id)
        writer.field("name", name ?? results.first?.name)
        writer.field("reasoning", reasoningText)
        if results.contains(where: \.isError) { writer.field("isError", true) }
        // One turn may answer several calls; the members above then tell the first.
        if results.count > 1 {
            writer.array("toolResults", results) { writer, result in
                writer.object { writer in
                    writer.field("id", result.id)
                    writer.field("name", result.name)
                    writer.field("content", result.plainText)
                    writer.field("isError", result.isError)
                }
            }
        }
    }

    /// Text where the message is only text, else the list of its parts.
    private func writeContent(to writer: inout JSONWriter) {
        if let plain = plainContent {
            writer.string(plain)
            return
        }
        writer.beginArray()
        for part in parts { part.write(to: &writer) }
        writer.endArray()
    }

    /// Nil when there is a part that text cannot say.
    private var plainContent: String? {
        var lines: [String] = []
        for part in parts {
            switch part {
            case .text(let text): lines.append(text)
            case .toolResult(let result): lines.append(result.plainText)
            case .reasoning, .toolCall: break
            case .media, .json: return nil
            }
        }
        return lines.joined(separator: "\n")
    }
}

extension Part {
    /// A part of mixed content. Reasoning and tool calls have members of their own.
    fileprivate func write(to writer: inout JSONWriter) {
        switch self {
        case .text(let text):
            writer.object { writer in
                writer.field("type", "text")
                writer.field("text", text)
            }
        case .toolResult(let result):
            writer.object { writer in
                writer.field("type", "text")
                writer.field("text", result.plainText)
            }
        case .media(let media):
            writer.object { writer in
                writer.field("type", media.kind.rawValue)
                writer.field("mimeType", media.mimeType)
                switch media.source {
                case .uri(let uri): writer.field("uri", uri)
                case .base64(let data): writer.field("data", data)
                case .fileID(let id): writer.field("fileId", id)
                }
            }
        case .json(let json):
            writer.object { writer in
                writer.field("type", "json")
                writer.field("json", json: json)
            }
        case .reasoning, .toolCall: break
        }
    }
}

extension ToolResult {
    /// The result as the model reads it: text as it is, anything else as compact JSON.
    public var plainText: String { result.stringValue ?? result.text }
}
