import HindcastJSON
public import HindcastModel
public import HindcastStore

extension Conversations {
    /// The run as a list of messages. Nil when the trace is unknown to the project.
    public func content(of id: TraceID, project: ProjectID) async throws(StoreError) -> ConversationContent? {
        let store = reader.store
        guard let trace = try await store.trace(id, project: project) else { return nil }
        if let root = try await store.span(ConversationIDs(id).root, of: id, project: project) {
            let draft = try await root.restored(from: store, traceID: id)
            if let content = ConversationContent(draft, trace) { return content }
        }
        return try await transcribed(trace, project: project)
    }

    /// Messages of a run that came as spans, in the order of its transcript.
    private func transcribed(
        _ trace: TraceSummary, project: ProjectID
    ) async throws(StoreError) -> ConversationContent? {
        var entries: [ConversationContent.Entry] = []
        var cursor: String?
        repeat {
            guard
                let page = try await reader.transcript(
                    of: trace.id, project: project, cursor: cursor, limit: QueryLimits.transcriptPageMax)
            else { return nil }
            for item in page.items {
                guard let message = item.message else { continue }
                let isAnswer = item.side == .output && item.kind == .llm
                for json in message.chatForm {
                    entries.append(
                        ConversationContent.Entry(
                            message: json, arrival: entries.count, call: isAnswer ? item.span : nil))
                }
            }
            cursor = page.next
        } while cursor != nil && entries.count < QueryLimits.conversationMessagesMax
        return ConversationContent(trace, entries)
    }
}

extension ConversationContent {
    /// A run that was not pushed.
    fileprivate init(_ trace: TraceSummary, _ entries: [Entry]) {
        self.trace = trace
        self.entries = entries
        metadata = trace.metadata
        images = []
        revision = nil
        origin = ""
    }
}

extension Message {
    /// The message as chat interfaces write it; several for one that answers several calls.
    var chatForm: [JSON] {
        let results = toolResults
        guard !results.isEmpty else { return [.object(chatObject)] }
        return results.map { result in
            var object = JSONObject([("role", "tool")])
            if let id = result.id { object["tool_call_id"] = .string(id) }
            if let name = result.name { object["name"] = .string(name) }
            object["content"] = result.result
            return .object(object)
        }
    }

    private var chatObject: JSONObject {
        var object = JSONObject([("role", .string(role.name))])
        if let name { object["name"] = .string(name) }
        let others = parts.filter { part in
            switch part {
            case .media, .json: true
            default: false
            }
        }
        object["content"] =
            others.isEmpty
            ? (text.isEmpty && !toolCalls.isEmpty ? .null : .string(text))
            : .array(parts.compactMap(\.chatPart))
        if let reasoningText { object["reasoning"] = .string(reasoningText) }
        if !toolCalls.isEmpty {
            object["tool_calls"] = .array(
                toolCalls.map { call in
                    let function: JSON = ["name": .string(call.name), "arguments": call.arguments]
                    let id = call.id.map { JSON.string($0) } ?? .null
                    return ["id": id, "type": "function", "function": function]
                })
        }
        return object
    }
}

extension Part {
    /// Calls, results and thinking stand beside the content.
    fileprivate var chatPart: JSON? {
        switch self {
        case .text(let text): ["type": "text", "text": .string(text)]
        case .json(let json): json
        case .media(let media): media.chatPart
        case .reasoning, .toolCall, .toolResult: nil
        }
    }
}

extension Media {
    fileprivate var chatPart: JSON {
        let address: String
        switch source {
        case .uri(let uri): address = uri
        case .base64(let data): address = "data:\(mimeType ?? "application/octet-stream");base64,\(data)"
        case .fileID(let id): return ["type": .string(kind.rawValue), "file_id": .string(id)]
        }
        if kind == .image { return ["type": "image_url", "image_url": ["url": .string(address)]] }
        return ["type": .string(kind.rawValue), "url": .string(address)]
    }
}
