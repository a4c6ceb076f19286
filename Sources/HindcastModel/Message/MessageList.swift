public import HindcastBytes
public import HindcastJSON

/// The messages of one side of a model call, not read until somebody must.
///
/// Each element is named by a key of its raw bytes. Whoever has seen that key knows the messages already, so of a
/// conversation of sixty only the last two are ever parsed. One element may stand for several messages (a user turn
/// that holds two tool results) or none.
public struct MessageList: Sendable {
    /// One per element, in order: the same bytes under the same rule have the same key.
    public let keys: [RawKey]
    private let read: @Sendable (Int) -> [Message]

    /// No messages.
    public static let empty = MessageList(keys: []) { _ in [] }

    /// `read` answers the messages of the element at an index; it may be called often and from any thread.
    public init(keys: [RawKey], read: @escaping @Sendable (Int) -> [Message]) {
        self.keys = keys
        self.read = read
    }

    /// Messages that a convention had to put together itself.
    public init(_ messages: [Message]) {
        let keys = messages.map { message in
            RawHasher.hash(message.canonical().span, domain: Message.hashDomain)
        }
        self.init(keys: keys) { [messages[$0]] }
    }

    /// Whether there are no elements.
    public var isEmpty: Bool { keys.isEmpty }
    /// Elements, which need not be as many as messages.
    public var count: Int { keys.count }

    /// Reads one element.
    public func messages(at index: Int) -> [Message] { read(index) }

    /// Reads everything.
    public func all() -> [Message] { keys.indices.flatMap(read) }

    /// One list behind the other, neither read.
    public static func + (left: MessageList, right: MessageList) -> MessageList {
        if left.isEmpty { return right }
        if right.isEmpty { return left }
        let split = left.count
        return MessageList(keys: left.keys + right.keys) { index in
            index < split ? left.read(index) : right.read(index - split)
        }
    }
}

extension MessageList {
    /// The elements of a JSON array that is the text of an attribute. Nil when the text is no array of objects.
    /// - Parameter form: names the reading rule, so that equal bytes under two rules stay apart.
    public init?(
        jsonArray attributes: Attributes, _ key: String, form: UInt8,
        read: @escaping @Sendable (JSON) -> [Message]
    ) {
        guard let entry = attributes.entry(key), entry.type == .string else { return nil }
        let bytes = attributes.buffer.span
        guard let ranges = JSONSplitter.elements(of: bytes, in: entry.payload),
            ranges.allSatisfy({ !$0.isEmpty && bytes[$0.lowerBound] == UInt8(ascii: "{") })
        else { return nil }
        let keys = ranges.map { RawHasher.hash(bytes.extracting($0), domain: form) }
        self.init(keys: keys) { index in
            guard let json = try? JSONReader.parse(attributes.buffer.span, in: ranges[index]) else {
                return [
                    Message(
                        role: .user, text: String(decoding: attributes.buffer[ranges[index]], as: UTF8.self))
                ]
            }
            return read(json)
        }
    }

    /// The groups of a flattened list; `read` gets one group with shortened keys.
    public init?(
        flat attributes: Attributes, _ prefix: String, form: UInt8,
        read: @escaping @Sendable (Attributes) -> [Message]
    ) {
        guard let list = attributes.flatList(prefix) else { return nil }
        let bytes = attributes.buffer.span
        self.init(keys: list.groups.map { $0.rawKey(in: bytes, domain: form) }) { index in
            read(list.groups[index].attributes(in: attributes))
        }
    }

    /// Elements of any JSON array that is already parsed.
    public init(parsed items: [JSON], read: (JSON) -> [Message]) {
        self.init(items.flatMap(read))
    }
}
