import HindcastStore

/// The rows of `identities`, on one connection.
struct IdentityBlocks {
    let connection: Connection

    /// The block that holds an identity, if any does. There is one for every identity once there is any.
    func block(for identity: Identity) throws(StoreError) -> IdentityBlock {
        let find = try connection.statement(
            "SELECT key, names FROM identities WHERE key <= ?1 ORDER BY key DESC LIMIT 1")
        find.bind(1, identity.high)
        defer { find.reset() }
        guard try find.step() else { return IdentityBlock(key: .min) }
        return IdentityBlock(key: find.int64(0), words: find.words(1))
    }

    func content(of identity: Identity) throws(StoreError) -> Int64? {
        try block(for: identity).content(of: identity)
    }

    /// For each of many identities its content; neighbours are looked for in one block.
    func contents(of identities: [Identity]) throws(StoreError) -> [Int64?] {
        var found = [Int64?](repeating: nil, count: identities.count)
        var block: IdentityBlock?
        for index in identities.indices.sorted(by: { identities[$0] < identities[$1] }) {
            let identity = identities[index]
            if let block, let last = block.last, identity <= last {
                found[index] = block.content(of: identity)
                continue
            }
            let next = try self.block(for: identity)
            found[index] = next.content(of: identity)
            block = next
        }
        return found
    }

    /// Puts in sorted identities, block after block.
    func insert(_ named: ArraySlice<IdentityTable.Named>) throws(StoreError) {
        var rest = named
        while let first = rest.first {
            var block = try block(for: first.identity)
            let end = try key(after: block.key)
            let part = rest.prefix { named in end.map { named.identity.high < $0 } ?? true }
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
        while try list.step() { body(IdentityBlock(key: list.int64(0), words: list.words(1))) }
    }

    private func key(after key: Int64) throws(StoreError) -> Int64? {
        let find = try connection.statement("SELECT key FROM identities WHERE key > ?1 ORDER BY key LIMIT 1")
        find.bind(1, key)
        defer { find.reset() }
        return try find.step() ? find.int64(0) : nil
    }

    private func write(_ block: IdentityBlock) throws(StoreError) {
        let write = try connection.statement("REPLACE INTO identities(key, names) VALUES (?1, ?2)")
        write.bind(1, block.key)
        write.bind(2, words: block.words)
        try write.run()
    }
}
