import HindcastBytes
import HindcastModel
import HindcastStore

/// A list that is to become a path in the tree: the messages of a model call, or the elements of a large attribute.
///
/// Elements are named by their raw bytes; what an element consists of is asked for only when its name is unknown.
struct PathDraft: Sendable {
    let kind: ContentDraft.Kind
    let keys: [RawKey]
    /// The contents one element stands for: one slice; one or several messages, or none.
    let contents: @Sendable (Int) -> [[UInt8]]

    init(kind: ContentDraft.Kind, keys: [RawKey], contents: @escaping @Sendable (Int) -> [[UInt8]]) {
        self.kind = kind
        self.keys = keys
        self.contents = contents
    }

    init(_ list: MessageList) {
        self.init(kind: .message, keys: list.keys) { list.messages(at: $0).map { $0.canonical() } }
    }

    /// Slices of one buffer.
    init(slices: [Range<Int>], of buffer: [UInt8]) {
        let bytes = buffer.span
        let keys = slices.map {
            RawHasher.hash(bytes.extracting($0), domain: ContentDraft.Kind.slice.rawValue)
        }
        self.init(kind: .slice, keys: keys) { [Array(buffer[slices[$0]])] }
    }
}
