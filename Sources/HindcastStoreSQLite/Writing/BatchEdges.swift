/// The nodes that a batch names, by what they hold and what they stand behind.
struct BatchEdges {
    private struct Edge: Hashable {
        let parent: Int64
        let content: Int64
    }

    private var nodes: [Edge: Int64] = [:]
    /// The first node of each content that came with the batch: nearly all nodes, found without a hash.
    private var births: [(node: Int64, parent: Int64)?]
    private let firstContent: Int64
    private var newestContent: Int64

    /// - Parameter contents: those that came with the batch.
    init(contents: Range<Int64>) {
        births = Array(repeating: nil, count: contents.count)
        firstContent = contents.lowerBound
        newestContent = firstContent - 1
    }

    func node(behind parent: Int64, holding content: Int64) -> Int64? {
        if content > newestContent { return nil }
        if content >= firstContent, let birth = births[Int(content - firstContent)], birth.parent == parent {
            return birth.node
        }
        return nodes[Edge(parent: parent, content: content)]
    }

    /// - Returns: whether the content came with the batch, and no earlier node holds it or a newer one.
    @discardableResult
    mutating func add(_ node: Int64, behind parent: Int64, holding content: Int64) -> Bool {
        guard content > newestContent, content - firstContent < Int64(births.count) else {
            nodes[Edge(parent: parent, content: content)] = node
            return false
        }
        births[Int(content - firstContent)] = (node, parent)
        newestContent = content
        return true
    }
}
