import HindcastStore

/// The rows of `identities`, on one connection.
struct IdentityBlocks {
    let connection: Connection

    /// The block that holds an identity, if any does. There is one for every identity once there is any.
    func block(for identity: Identity) throws(StoreError) -> IdentityBlock {
        let find = try connection.statement(
            """
            SELECT key, names, (SELECT n.key FROM identities n WHERE n.key > b.key ORDER BY n.key LIMIT 1)
            FROM identities b WHERE key <= ?1 ORDER BY key DESC LIMIT 1
            """)
        find.bind(1, identity.high)
        defer { find.reset() }
        guard try find.step() else { return IdentityBlock(key: .min, end: nil) }
        return IdentityBlock(key: find.int64(0), end: find.optionalInt64(2), words: find.words(1))
    }

    /// For each of many identities its content; neighbours are looked for in one block.
    func contents(of identities: [Identity]) throws(StoreError) -> [Int64?] {
        var found = [Int64?](repeating: nil, count: identities.count)
        let order = identities.indices.map { (identity: identities[$0], index: $0) }
            .sorted { $0.identity < $1.identity }
        var block: IdentityBlock?
        for (identity, index) in order {
            if block?.covers(identity) != true { block = try self.block(for: identity) }
            found[index] = block?.content(of: identity)
        }
        return found
    }

    /// Puts in sorted identities, block after block.
    func insert(_ named: ArraySlice<IdentityTable.Named>) throws(StoreError) {
        var rest = named
        while let first = rest.first {
            var block = try block(for: first.identity)
            let part = rest.prefix { block.covers($0.identity) }
            block.merge(part)
            for piece in block.pieces { try write(piece) }
            rest = rest.dropFirst(part.count)
        }
    }

    func remove(_ identity: Identity) throws(StoreError) {
        var block = try block(for: identity)
        block.remove(identity)
        try write(block)
    }

    /// All of them, in their order.
    func visit(_ body: (IdentityBlock) -> Void) throws(StoreError) {
        let list = try Statement("SELECT key, names FROM identities ORDER BY key", on: connection)
        while try list.step() { body(IdentityBlock(key: list.int64(0), end: nil, words: list.words(1))) }
    }

    private func write(_ block: IdentityBlock) throws(StoreError) {
        let write = try connection.statement("REPLACE INTO identities(key, names) VALUES (?1, ?2)")
        write.bind(1, block.key)
        write.bind(2, words: block.words)
        try write.run()
    }
}
