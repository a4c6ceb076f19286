import HindcastBytes
import HindcastModel
import HindcastStore

/// A list that is to become a path in the tree: the messages of a model call, or the elements of a large attribute.
///
/// Elements are named by their raw bytes; what an element consists of is asked for only when its name is unknown.
struct PathDraft: Sendable {
    let kind: ContentDraft.Kind
    let keys: [RawKey]
    /// What else a path must share to be shared: the bytes between the elements.
    let salt: RawKey
    /// The contents one element stands for: one slice; one or several messages, or none.
    let contents: @Sendable (Int) -> [[UInt8]]
    /// Neighbouring elements as one content, where a list may be kept so.
    let chunk: (@Sendable (Range<Int>) -> [UInt8])?

    /// How many elements a list may have grown by to be kept as one content: an agent's step adds an answer and a few
    /// results. A list that differs in more (a window that slides) is kept element by element, so that each is found
    /// again.
    static let chunkElementsMax = 4

    init(
        kind: ContentDraft.Kind, keys: [RawKey], salt: RawKey = RawKey(high: 0, low: 0),
        contents: @escaping @Sendable (Int) -> [[UInt8]], chunk: (@Sendable (Range<Int>) -> [UInt8])? = nil
    ) {
        self.kind = kind
        self.keys = keys
        self.salt = salt
        self.contents = contents
        self.chunk = chunk
    }

    init(_ list: MessageList) {
        self.init(kind: .message, keys: list.keys, contents: { list.messages(at: $0).map { $0.canonical() } })
    }

    /// Slices of one buffer with equal bytes between each two of them.
    /// - Parameter digests: those of the slices, where they are known.
    init(
        slices: [Range<Int>], digests: [RawKey]? = nil, separator: Range<Int>, of buffer: [UInt8]
    ) {
        let domain = ContentDraft.Kind.slice.rawValue
        let bytes = buffer.span
        let digests = digests ?? slices.map { RawHasher.digest(bytes.extracting($0)) }
        self.init(
            kind: .slice, keys: digests.map { RawHasher.key($0, domain: domain) },
            salt: RawHasher.hash(bytes.extracting(separator), domain: domain),
            contents: { [Array(buffer[slices[$0]])] },
            chunk: { Array(buffer[slices[$0.lowerBound].lowerBound..<slices[$0.upperBound - 1].upperBound]) })
    }

    /// A group is kept in another form than its bytes, so its raw key must never be that of a slice with these bytes.
    private static let flatGroupDomain: UInt8 = 0x66

    /// The groups of a flattened list.
    init(_ list: FlatList) {
        self.init(
            kind: .slice, keys: list.keys(domain: Self.flatGroupDomain),
            contents: { [list.encoded($0..<$0 + 1)] }, chunk: { list.encoded($0) })
    }
}
