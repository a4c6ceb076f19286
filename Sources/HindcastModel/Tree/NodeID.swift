/// A node of the tree: one edge from a parent node to a content. The path from the root to a node is a conversation
/// (contents are messages) or the elements of a large attribute (contents are slices).
public struct NodeID: Hashable, Sendable, Comparable {
    /// The row's number; 0 is the root.
    public let value: Int64
    public init(_ value: Int64) { self.value = value }
    public static func < (left: Self, right: Self) -> Bool { left.value < right.value }

    /// The parent of every first content; not itself stored.
    public static let root = NodeID(0)
}
