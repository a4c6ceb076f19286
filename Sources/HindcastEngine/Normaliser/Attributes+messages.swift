import HindcastBytes
import HindcastJSON
import HindcastModel

/// Message lists out of attribute values, read as late as possible.
extension Attributes {
    /// The messages in a value: a JSON list of them, a request body that holds such a list and a system prompt, real
    /// nested values, or plain text. Nil when the value is absent, empty, or JSON that holds no messages.
    /// - Parameter isEncoded: plain text, too, is JSON: it has quotes.
    func messageList(_ key: String, default role: Role, isEncoded: Bool = false) -> MessageList? {
        guard let entry = entry(key) else { return nil }
        guard entry.type == .string else {
            let found = ChatShape.messages(json(entry), default: role)
            return found.isEmpty ? nil : MessageList(found)
        }
        return messageList(in: entry.payload, default: role, isEncoded)
    }

    /// The answer in a value: a response body of any provider, a list of messages or of choices, or plain text.
    func answerList(_ key: String, isEncoded: Bool = false) -> MessageList? {
        guard let entry = entry(key), entry.type != .empty else { return nil }
        guard entry.type == .string else {
            let found = OpenAIShape.answers(json(entry))
            return found.isEmpty ? nil : MessageList(found)
        }
        guard RawJSON.first(of: entry.payload, in: buffer.span) == UInt8(ascii: "{") else {
            return messageList(in: entry.payload, default: .assistant, isEncoded)
        }
        return single(entry.payload, .response) { OpenAIShape.answers($0) }
    }

    /// One list element made of a whole value.
    func single(
        _ range: Range<Int>, _ form: MessageForm, read: @escaping @Sendable (JSON) -> [Message]
    ) -> MessageList {
        let key = RawHasher.hash(buffer.span.extracting(range), domain: form.rawValue)
        return MessageList(keys: [key]) { _ in read(jsonOrText(range)) }
    }

    /// A system prompt given apart from the messages: text, blocks or parts.
    func systemList(_ key: String) -> MessageList? {
        guard let entry = entry(key), entry.type != .empty else { return nil }
        guard entry.type == .string else { return MessageList(Self.system(json(entry))) }
        return entry.payload.isEmpty ? nil : single(entry.payload, .system) { Self.system($0) }
    }

    private static func system(_ json: JSON) -> [Message] {
        let parts = ChatShape.parts(json["parts"] ?? json)
        return parts.isEmpty ? [] : [Message(role: .system, parts: parts)]
    }

    /// JSON when it starts like a list or an object and can be read, else the text: an exporter may have cut it short.
    func jsonOrText(_ range: Range<Int>) -> JSON {
        switch RawJSON.first(of: range, in: buffer.span) {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            if let parsed = try? JSONReader.parse(buffer.span, in: range) { return parsed }
        default: break
        }
        return .string(String(decoding: buffer[range], as: UTF8.self))
    }

    private func messageList(in range: Range<Int>, default role: Role, _ isEncoded: Bool) -> MessageList? {
        let bytes = buffer.span
        switch RawJSON.first(of: range, in: bytes) {
        case nil: return nil
        case UInt8(ascii: "["):
            if let found = elements(of: range, default: role) { return found }
        case UInt8(ascii: "{"):
            if let members = JSONSplitter.members(of: bytes, in: range) {
                return body(members, range, default: role)
            }
        case UInt8(ascii: "\""):
            if isEncoded, let found = text(of: range, default: role) { return found }
        default: break
        }
        return text(range, role)
    }

    /// Text as one message.
    private func text(_ range: Range<Int>, _ role: Role) -> MessageList {
        let form: MessageForm = role == .assistant ? .chatAnswer : .text
        let key = RawHasher.hash(buffer.span.extracting(range), domain: form.rawValue)
        return MessageList(keys: [key]) { _ in
            [Message(role: role, text: String(decoding: buffer[range], as: UTF8.self))]
        }
    }

    /// A list of messages; LangChain wraps it in a list of its own. Nil when it is no readable list of such.
    private func elements(of range: Range<Int>, default role: Role) -> MessageList? {
        let bytes = buffer.span
        guard let ranges = JSONSplitter.elements(of: bytes, in: range) else { return nil }
        let firsts = ranges.map { RawJSON.first(of: $0, in: bytes) }
        if ranges.count == 1, firsts[0] == UInt8(ascii: "["),
            let inner = elements(of: ranges[0], default: role)
        {
            return inner
        }
        let isList = firsts.allSatisfy { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "[") }
        guard isList else {
            let form: MessageForm = role == .assistant ? .chatAnswer : .chat
            return single(range, form) { ChatShape.messages($0, default: role) }
        }
        return list(ArrayCut(range, ranges, of: buffer), default: role)
    }

    private func list(_ cut: ArrayCut, default role: Role) -> MessageList {
        let form: MessageForm = role == .assistant ? .chatAnswer : .chat
        let keys = cut.digests.map { RawHasher.key($0, domain: form.rawValue) }
        return MessageList(keys: keys, cuts: [cut]) {
            ChatShape.messages(jsonOrText(cut.elements[$0]), default: role)
        }
    }

    /// A request body, or a single message.
    private func body(_ members: [JSONSplitter.Member], _ range: Range<Int>, default role: Role)
        -> MessageList?
    {
        let bytes = buffer.span
        let list = RawJSON.value("messages", "contents", "input", "prompt", of: members, in: bytes)
        let isMessage = RawJSON.value("role", "parts", of: members, in: bytes) != nil
        guard let list, !isMessage else {
            let isKnown =
                isMessage || RawJSON.value("content", "type", "message", of: members, in: bytes) != nil
            guard isKnown else { return nil }
            return single(range, role == .assistant ? .chatAnswer : .chat) {
                ChatShape.messages($0, default: role)
            }
        }
        let messages = text(of: list, default: role) ?? .empty
        let system = RawJSON.value(
            "system", "instructions", "systemInstruction", "system_instruction", of: members, in: bytes)
        if let system { return systemList(in: system) + messages }
        guard let config = RawJSON.value("config", of: members, in: bytes),
            let inner = JSONSplitter.members(of: bytes, in: config),
            let system = RawJSON.value("systemInstruction", "system_instruction", of: inner, in: bytes)
        else { return messages.isEmpty ? nil : messages }
        return systemList(in: system) + messages
    }

    private func systemList(in range: Range<Int>) -> MessageList {
        single(range, .system) { json in Self.system(json.stringValue.flatMap(Self.unquoted) ?? json) }
    }

    /// A raw JSON string member is still quoted.
    private static func unquoted(_ text: String) -> JSON? { try? JSONReader.parse(text) }

    /// The value of a member: a list, or text in quotes.
    private func text(of range: Range<Int>, default role: Role) -> MessageList? {
        switch RawJSON.first(of: range, in: buffer.span) {
        case UInt8(ascii: "["): return elements(of: range, default: role)
        case UInt8(ascii: "\""):
            return single(range, .text) { json in
                let text = json.stringValue.flatMap(Self.unquoted) ?? json
                return ChatShape.messages(text, default: role)
            }
        default: return nil
        }
    }
}

extension MessageList {
    /// Whether the list begins with a system message; reads the first element only.
    var beginsWithSystem: Bool { !isEmpty && messages(at: 0).first?.role == .system }

    /// All but the last element, and the last.
    var splitLast: (head: MessageList, last: MessageList) {
        guard !isEmpty else { return (.empty, .empty) }
        let split = count - 1
        let head = MessageList(keys: Array(keys.dropLast())) { messages(at: $0) }
        return (head, MessageList(keys: [keys[split]]) { _ in messages(at: split) })
    }
}
