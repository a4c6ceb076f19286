import HindcastStore

extension Soundness {
    /// Reads every pack: bytes must match the identity by which they are found.
    func contents() throws(StoreError) -> [String] {
        var problems: [String] = []
        let blocks = IdentityBlocks(connection: connection)
        let new = try NewIdentities.load(connection)
        let packs = try Statement("SELECT first FROM packs ORDER BY first", on: connection)
        var inTable = 0
        while problems.count < Self.problemsMax, try packs.step() {
            guard let pack = try? reader.packs.pack(holding: packs.int64(0)) else {
                problems.append("The pack of contents from \(packs.int64(0)) on cannot be read.")
                continue
            }
            let named = try named(in: pack)
            let found = try blocks.contents(of: named.map(\.identity))
            for (named, found) in zip(named, found) {
                if found != nil { inTable += 1 }
                if found ?? new[named.identity] != named.content {
                    problems.append("Content \(named.content) does not match its hash.")
                }
            }
        }
        return problems.isEmpty ? try leftOver(blocks, found: inTable) : problems
    }

    /// What lives in a pack and has an identity.
    private func named(in pack: Pack) throws(StoreError) -> [IdentityTable.Named] {
        let isDead = try connection.statement("SELECT 1 FROM dead WHERE content = ?1")
        var named: [IdentityTable.Named] = []
        for (offset, entry) in pack.entries.enumerated() where entry.kind == .message || entry.kind == .slice
        {
            let content = pack.first + Int64(offset)
            isDead.bind(1, content)
            defer { isDead.reset() }
            if try !isDead.step() { named.append((Identity(entry, of: pack), content)) }
        }
        return named
    }

    /// - Parameter found: those that name a content. One out of its place is not found and told of above.
    private func leftOver(_ blocks: IdentityBlocks, found: Int) throws(StoreError) -> [String] {
        var stored = 0
        try blocks.visit { stored += $0.count }
        return stored == found ? [] : ["\(stored) contents have an identity and \(found) have bytes."]
    }
}
