import HindcastBytes
import HindcastJSON
import HindcastModel

/// A tool span's result as the `tool` message that the conversation goes on with.
extension SpanEvidence {
    /// - Parameter isEncoded: the value is JSON text of the result; otherwise text is the result itself.
    func toolMessage(id: String?, result key: String, isEncoded: Bool) -> MessageList? {
        guard let entry = attributes.entry(key), entry.type != .empty else { return nil }
        let attributes = attributes
        let form: MessageForm = isEncoded ? .toolResult : .toolResultText
        return list(id, entry.wireValue(in: attributes), form) {
            let json: JSON
            if entry.type == .string {
                let text = String(decoding: attributes.buffer[entry.payload], as: UTF8.self)
                json = isEncoded ? (try? JSONReader.parse(text)) ?? .string(text) : .string(text)
            } else {
                json = attributes.json(entry)
            }
            return [Self.message(id, json)]
        }
    }

    /// LangChain hands on a whole tool message as the span's output; other tools just their text.
    func langChainToolMessage(id: String?, result key: String) -> MessageList? {
        guard let entry = attributes.entry(key), entry.type != .empty else { return nil }
        let attributes = attributes
        return list(id, entry.wireValue(in: attributes), .toolResultLangChain) {
            let json = attributes.json(entry)
            for candidate in [json, json["output"] ?? .null] {
                if let found = LangChainShape.message(candidate, default: .tool), !found.isEmpty {
                    return found
                }
            }
            if let output = json["output"] { return [Self.message(id, output)] }
            return [Self.message(id, attributes.string(key).map { .string($0) } ?? json)]
        }
    }

    private func list(
        _ id: String?, _ wire: Range<Int>, _ form: MessageForm, read: @escaping @Sendable () -> [Message]
    ) -> MessageList {
        let result = RawHasher.hash(attributes.buffer.span.extracting(wire), domain: form.rawValue)
        let name = RawHasher.hash((id ?? "").utf8Span.span, domain: form.rawValue)
        return MessageList(keys: [RawHasher.chain(name, result)]) { _ in read() }
    }

    static func message(_ id: String?, _ json: JSON, isError: Bool = false) -> Message {
        let (value, failed) = ToolOutput.unwrapped(json)
        let result = ToolResult(id: id, result: value, isError: isError || failed)
        return Message(role: .tool, parts: [.toolResult(result)])
    }
}

extension Attributes.Entry {
    /// The bytes that decide the value.
    func wireValue(in attributes: Attributes) -> Range<Int> { payload.isEmpty ? wire : payload }
}
