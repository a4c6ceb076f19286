/// A content's place in the store: contents are numbered in the order of arrival and never renumbered.
public struct ContentID: Hashable, Sendable, Comparable {
    public let value: Int64
    public init(_ value: Int64) { self.value = value }
    public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}

/// A node of the tree: one edge from a parent node to a content. The path from the root to a node is a conversation
/// (contents are messages) or the elements of a large attribute (contents are slices).
public struct NodeID: Hashable, Sendable, Comparable {
    public let value: Int64
    public init(_ value: Int64) { self.value = value }
    public static func < (left: Self, right: Self) -> Bool { left.value < right.value }

    /// The parent of every first content; not itself stored.
    public static let root = NodeID(0)
}

/// One step of a path as the store knows it.
public struct PathNode: Hashable, Sendable {
    public let id: NodeID
    public let parent: NodeID
    public let content: ContentID
    /// 1 for a child of the root.
    public let depth: Int

    public init(id: NodeID, parent: NodeID, content: ContentID, depth: Int) {
        self.id = id
        self.parent = parent
        self.content = content
        self.depth = depth
    }
}
