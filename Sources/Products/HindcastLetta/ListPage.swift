/// A page of a short list in memory, by the rules of all lists here: with `before` it ends right in front of it.
struct ListPage<Item> {
    let items: [Item]

    /// - Parameter all: in the order in which it is read.
    init(
        _ all: [Item], limit: Int, after: String?, before: String?, noun: String, id: (Item) -> String
    ) throws(LettaError) {
        func index(_ cursor: String) throws(LettaError) -> Int {
            guard let index = all.firstIndex(where: { id($0) == cursor }) else {
                throw .noCursor(noun, cursor)
            }
            return index
        }
        var (start, end) = (0, all.count)
        if let after { start = try index(after) + 1 }
        if let before { end = try index(before) }
        try LettaRequest.check(end < start - 1)
        let shown = all[start..<max(start, end)]
        items = Array(before == nil ? shown.prefix(limit) : shown.suffix(limit))
    }
}
