public import HindcastBytes

/// The messages of one side of a model call, not read until somebody must.
///
/// Each element is named by a key of its raw bytes. Whoever has seen that key knows the messages already, so of a
/// conversation of sixty only the last two are ever parsed. One element may stand for several messages (a user turn
/// that holds two tool results) or none.
public struct MessageList: Sendable {
    /// One per element, in order: the same bytes under the same rule have the same key.
    public let keys: [RawKey]
    /// The arrays whose elements the list consists of.
    public let cuts: [ArrayCut]
    private let read: @Sendable (Int) -> [Message]

    /// No messages.
    public static let empty = MessageList(keys: []) { _ in [] }

    /// `read` answers the messages of the element at an index; it may be called often and from any thread.
    public init(keys: [RawKey], cuts: [ArrayCut] = [], read: @escaping @Sendable (Int) -> [Message]) {
        self.keys = keys
        self.cuts = cuts
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
        return MessageList(keys: left.keys + right.keys, cuts: left.cuts + right.cuts) { index in
            index < split ? left.read(index) : right.read(index - split)
        }
    }
}

extension MessageList {
    /// The groups of a flattened list; `read` gets one group with shortened keys.
    /// - Parameter form: names the reading rule, so that equal bytes under two rules stay apart.
    public init(_ list: FlatList, form: UInt8, read: @escaping @Sendable (Attributes) -> [Message]) {
        self.init(keys: list.keys(domain: form)) { read(list.attributes(at: $0)) }
    }
}
