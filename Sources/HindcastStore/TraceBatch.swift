public import HindcastBytes
public import HindcastModel

/// What one commit adds. References point at earlier entries of the same batch or at what a store has confirmed
/// (`AppendReceipt`), so a batch can be built without asking the store anything.
public struct TraceBatch: Sendable {
    public var contents: [ContentDraft] = []
    public var nodes: [NodeDraft] = []
    public var spans: [SpanRecord] = []
    public var logs: [LogRecord] = []
    /// Records that come with runs of this batch and are stored with them. They must be such as cannot be refused: one
    /// that is takes the whole batch with it.
    public var records: [PushRecords] = []

    public init() {}

    public var isEmpty: Bool { spans.isEmpty && logs.isEmpty }
}

/// Bytes to be stored once per project.
public struct ContentDraft: Sendable {
    /// What the bytes are; part of the identity, and tells the search index what to read.
    public enum Kind: UInt8, Sendable {
        /// A message in canonical form. Indexed for search.
        case message = 1
        /// An element of a large attribute, as it arrived. Not indexed: its messages are.
        case slice = 2
    }

    public let project: ProjectID
    public let kind: Kind
    /// SHA-256 over the kind's domain byte and the bytes.
    public let hash: SHA256Digest
    public let bytes: [UInt8]

    public init(project: ProjectID, kind: Kind, bytes: [UInt8]) {
        self.project = project
        self.kind = kind
        self.bytes = bytes
        hash = SHA256Digest.of(domain: kind.rawValue, bytes)
    }
}

/// A content that is stored already, or the n-th of this batch.
public enum ContentReference: Sendable, Hashable {
    case stored(ContentID)
    case batch(Int)
}

/// A node that is stored already (`.root` included), or the n-th of this batch.
public enum NodeReference: Sendable, Hashable {
    case stored(NodeID)
    case batch(Int)

    public static let root = NodeReference.stored(.root)
}

/// An edge to be stored once. A `.batch` parent must stand before it.
public struct NodeDraft: Sendable {
    public let parent: NodeReference
    public let content: ContentReference

    public init(parent: NodeReference, content: ContentReference) {
        self.parent = parent
        self.content = content
    }
}

/// What the store says of a committed batch.
public struct AppendReceipt: Sendable {
    /// The id of each content of the batch, in order; an earlier id when the content was known.
    public var contents: [ContentID]
    public var nodes: [NodeID]
    /// Numbers commits; grows by one with each, and survives restarts.
    public var sequence: Int64
    /// The spans that were added or replaced, in batch order; a re-sent span is not among them.
    public var changes: [SpanChange]

    public init(contents: [ContentID], nodes: [NodeID], sequence: Int64, changes: [SpanChange]) {
        self.contents = contents
        self.nodes = nodes
        self.sequence = sequence
        self.changes = changes
    }
}

/// One line of the change feed.
public struct SpanChange: Sendable, Hashable {
    public let project: ProjectID
    public let traceID: TraceID
    public let spanID: SpanID
    public let isNew: Bool

    public init(project: ProjectID, traceID: TraceID, spanID: SpanID, isNew: Bool) {
        self.project = project
        self.traceID = traceID
        self.spanID = spanID
        self.isNew = isNew
    }
}
