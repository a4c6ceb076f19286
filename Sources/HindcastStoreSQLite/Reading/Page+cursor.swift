import HindcastModel
import HindcastStore

extension Page {
    /// A page of what was read with a limit of one more.
    init(_ found: [Item], limit: Int, cursor: (Item) -> String) {
        let items = Array(found.prefix(limit))
        self.init(items: items, next: found.count > limit ? items.last.map(cursor) : nil)
    }
}

extension Statement {
    /// Binds the time and id behind which a list that runs backwards goes on: two parameters. The first page begins
    /// behind everything.
    func bind(_ index: Int32, before cursor: String?) throws(StoreError) {
        guard let cursor else {
            bind(index, Int64.max)
            // Longer than any id, so that one of the last moment is not left out.
            return bind(index + 1, [UInt8](repeating: 0xff, count: 17))
        }
        let place = try Cursor.place(cursor)
        bind(index, place.time)
        bind(index + 1, place.id)
    }
}
