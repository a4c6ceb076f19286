import HindcastModel
import HindcastStore

/// Finds nodes in their runs, on one connection and within one snapshot: it remembers the run it found last, through
/// which a path goes step by step.
struct NodeReader {
    let connection: Connection
    private var run: NodeRun?

    init(_ connection: Connection) { self.connection = connection }

    /// Nil when the node is gone; the root is in no run.
    mutating func run(holding node: Int64) throws(StoreError) -> NodeRun? {
        if let run, run.holds(node) { return run }
        let find = try connection.statement(
            "SELECT \(NodeRun.columns) FROM nodes WHERE id >= ?1 ORDER BY id LIMIT 1")
        find.bind(1, node)
        defer { find.reset() }
        guard try find.step() else { return nil }
        let found = NodeRun(find)
        guard found.holds(node) else { return nil }
        run = found
        return found
    }

    mutating func node(_ id: NodeID) throws(StoreError) -> PathNode? {
        guard id != .root, let run = try run(holding: id.value) else { return nil }
        return PathNode(
            id: id, parent: NodeID(run.parent(of: id.value)), content: ContentID(run.content(of: id.value)),
            depth: Int(run.depth(of: id.value)))
    }

    /// Nodes that hold a content, newest first.
    func nodes(of content: Int64, limit: Int) throws(StoreError) -> [Int64] {
        var nodes = try firsts(where: "content", content, limit: limit)
        let find = try connection.statement(
            """
            SELECT \(NodeRun.columns) FROM nodes WHERE count > 1 AND content < ?1 ORDER BY content DESC LIMIT 1
            """)
        find.bind(1, content)
        defer { find.reset() }
        guard try find.step() else { return nodes }
        let run = NodeRun(find)
        let node = run.first + (content - run.content)
        guard run.holds(node) else { return nodes }
        nodes.append(node)
        return Array(nodes.sorted(by: >).prefix(limit))
    }

    /// Those that are the first of their run.
    private func firsts(where column: String, _ value: Int64, limit: Int) throws(StoreError) -> [Int64] {
        let find = try connection.statement(
            "SELECT id - count + 1 FROM nodes WHERE \(column) = ?1 ORDER BY id DESC LIMIT ?2")
        find.bind(1, value)
        find.bind(2, limit)
        defer { find.reset() }
        var nodes: [Int64] = []
        while try find.step() { nodes.append(find.int64(0)) }
        return nodes
    }

    /// The nodes behind a node, newest first.
    mutating func children(of node: Int64, limit: Int) throws(StoreError) -> [Int64] {
        var nodes = try firsts(where: "parent", node, limit: limit)
        // The one in the same run came with the node: no other is older.
        if nodes.count < limit, let run = try run(holding: node), node < run.last { nodes.append(node + 1) }
        return nodes
    }

    /// The node behind another that holds a content.
    mutating func child(of parent: Int64, holding content: Int64) throws(StoreError) -> Int64? {
        let find = try connection.statement(
            "SELECT id - count + 1 FROM nodes WHERE parent = ?1 AND content = ?2")
        find.bind(1, parent)
        find.bind(2, content)
        defer { find.reset() }
        if try find.step() { return find.int64(0) }
        guard let run = try run(holding: parent), parent < run.last, run.content(of: parent + 1) == content
        else { return nil }
        return parent + 1
    }
}
