import HindcastJSON
public import HindcastModel

/// A model call in the shape of OpenAI's chat completions, rebuilt from what a span told.
enum ChatCompletion {
    static func request(_ draft: SpanDraft, _ reading: SpanReading) -> JSONObject {
        var body = JSONObject()
        body["model"] = (reading.modelRequested ?? reading.modelUsed).map(JSON.string) ?? .null
        body["messages"] = .array(reading.inputMessages.all().flatMap(messages))
        if let tools = reading.toolDefinitions { body["tools"] = tools }
        for (name, value) in parameters(draft, reading) where body[name] == nil { body[name] = value }
        return body
    }

    static func response(_ reading: SpanReading) -> JSONObject {
        var body = JSONObject()
        body["id"] = reading.responseID.map(JSON.string) ?? .null
        body["object"] = "chat.completion"
        body["model"] = reading.model.map(JSON.string) ?? .null
        let answers = reading.outputMessages.all().flatMap(messages)
        body["choices"] = .array(
            answers.enumerated().map { index, message in
                let reason = index < reading.finishReasons.count ? reading.finishReasons[index] : nil
                return [
                    "index": .number(JSONNumber(Int64(index))), "message": message,
                    "finish_reason": (reason ?? reading.finishReasons.first).map(JSON.string) ?? .null,
                ]
            })
        let usage = reading.usage
        if usage != .unknown {
            body["usage"] = [
                "prompt_tokens": number(usage.input), "completion_tokens": number(usage.output),
                "total_tokens": number(usage.total),
            ]
        }
        return body
    }

    private static func number(_ value: Int64?) -> JSON { value.map { .number(JSONNumber($0)) } ?? .null }

    // MARK: Parameters

    /// Ours as OpenAI's, where the names differ.
    private static let names = ["stop_sequences": "stop", "choice.count": "n"]
    /// Told elsewhere in the body, or no parameter of the request.
    private static let left: Set<String> = ["model", "messages", "tools", "output.type"]

    private static func parameters(_ draft: SpanDraft, _ reading: SpanReading) -> [(String, JSON)] {
        guard let request = reading.metadata["request"]?.objectValue else { return [] }
        return request.filter { !left.contains($0.key) && !$0.value.isNull }.map {
            (names[$0.key] ?? $0.key, $0.value)
        }
    }

    // MARK: Messages

    /// One of ours may be several of theirs: each tool result is a message of its own.
    private static func messages(_ message: Message) -> [JSON] {
        let results = message.toolResults.map { result -> JSON in
            [
                "role": "tool", "tool_call_id": result.id.map(JSON.string) ?? .null,
                "content": .string(result.plainText),
            ]
        }
        let rest = message.parts.filter { if case .toolResult = $0 { false } else { true } }
        if rest.isEmpty, !results.isEmpty { return results }
        var object = JSONObject()
        object["role"] = .string(message.role.name)
        if let name = message.name { object["name"] = .string(name) }
        object["content"] = content(rest)
        if let reasoning = message.reasoningText { object["reasoning_content"] = .string(reasoning) }
        let calls = message.toolCalls
        if !calls.isEmpty { object["tool_calls"] = .array(calls.map(call)) }
        return results + [.object(object)]
    }

    private static func call(_ call: ToolCall) -> JSON {
        [
            "id": call.id.map(JSON.string) ?? .null, "type": "function",
            "function": ["name": .string(call.name), "arguments": .string(call.argumentsText)],
        ]
    }

    /// Text alone as text; with anything else beside it, a list of parts; null where there are only tool calls.
    private static func content(_ parts: [Part]) -> JSON {
        var list: [JSON] = []
        var texts: [String] = []
        for part in parts {
            switch part {
            case .text(let text):
                texts.append(text)
                list.append(["type": "text", "text": .string(text)])
            case .media(let media): list.append(item(media))
            case .json(let json): list.append(json)
            case .reasoning, .toolCall, .toolResult: break
            }
        }
        if list.isEmpty { return .null }
        return texts.count == list.count ? .string(texts.joined(separator: "\n")) : .array(list)
    }

    private static func item(_ media: Media) -> JSON {
        switch (media.kind, media.source) {
        case (.image, .uri(let uri)): ["type": "image_url", "image_url": ["url": .string(uri)]]
        case (.image, .base64(let data)):
            [
                "type": "image_url",
                "image_url": ["url": .string("data:\(media.mimeType ?? "image/png");base64,\(data)")],
            ]
        case (.audio, .base64(let data)): ["type": "input_audio", "input_audio": ["data": .string(data)]]
        case (_, .base64(let data)): ["type": "file", "file": ["file_data": .string(data)]]
        case (_, .uri(let uri)): ["type": "file", "file": ["file_url": .string(uri)]]
        case (_, .fileID(let id)): ["type": "file", "file": ["file_id": .string(id)]]
        }
    }
}

extension ToolCall {
    /// The arguments as providers send them: JSON text.
    public var argumentsText: String { arguments.stringValue ?? arguments.text }
}
