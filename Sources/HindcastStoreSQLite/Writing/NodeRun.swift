import HindcastStore

/// Nodes of which each is the only thing its batch put behind the one before it, as one row of `nodes`: their numbers
/// and those of their contents are consecutive, so the row tells only where both begin.
///
/// A run of more than one holds contents that came with it. No two such runs share a content, so the one that holds a
/// content is found by looking at the nearest. A run only grows shorter, from its end.
struct NodeRun {
    /// Names the row, so that a path's end is found by its number.
    let last: Int64
    let count: Int64
    /// What the first node stands behind.
    let parent: Int64
    /// That of the first node.
    let content: Int64
    /// That of the first node.
    let depth: Int64

    /// The columns that `init` reads.
    static let columns = "id, count, parent, content, depth"

    init(last: Int64, count: Int64, parent: Int64, content: Int64, depth: Int64) {
        self.last = last
        self.count = count
        self.parent = parent
        self.content = content
        self.depth = depth
    }

    /// From a row that begins with `columns`.
    init(_ row: Statement) {
        self.init(
            last: row.int64(0), count: row.int64(1), parent: row.int64(2), content: row.int64(3),
            depth: row.int64(4))
    }

    var first: Int64 { last - count + 1 }

    func holds(_ node: Int64) -> Bool { node <= last && node >= first }

    func parent(of node: Int64) -> Int64 { node == first ? parent : node - 1 }
    func content(of node: Int64) -> Int64 { content + (node - first) }
    func depth(of node: Int64) -> Int64 { depth + (node - first) }
}

/// Questions within a larger one; `node` is an expression of SQL.
extension NodeRun {
    /// 1 when the node is there, else 0 or null.
    static func isThere(_ node: String) -> String {
        "(SELECT r.id - r.count < \(node) FROM nodes r WHERE r.id >= \(node) ORDER BY r.id LIMIT 1)"
    }

    static func content(of node: String) -> String { column("content", of: node) }
    static func depth(of node: String) -> String { column("depth", of: node) }

    /// Null when the node is not there.
    private static func column(_ name: String, of node: String) -> String {
        """
        (SELECT CASE WHEN r.id - r.count < \(node) THEN r.\(name) + \(node) - r.id + r.count - 1 END FROM nodes r
            WHERE r.id >= \(node) ORDER BY r.id LIMIT 1)
        """
    }
}
