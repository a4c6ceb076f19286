/// One step of a path as the store knows it.
public struct PathNode: Hashable, Sendable {
    /// The node.
    public let id: NodeID
    /// The node before it on the path.
    public let parent: NodeID
    /// What it adds to the path.
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
