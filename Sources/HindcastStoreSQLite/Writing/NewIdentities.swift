import HindcastStore

/// The identities that one commit brought, as a row of `new_identities`: per identity its three numbers.
struct NewIdentities {
    private var writer = VarintWriter()

    var bytes: [UInt8] { writer.bytes }
    var isEmpty: Bool { writer.bytes.isEmpty }

    mutating func append(_ identity: Identity, _ content: Int64) {
        writer.fixed(identity.high)
        writer.fixed(identity.low)
        writer.unsigned(UInt64(content))
    }

    /// All that wait to be moved into the sorted table, or are being moved.
    static func load(_ connection: Connection) throws(StoreError) -> [Identity: Int64] {
        var found: [Identity: Int64] = [:]
        let list = try Statement("SELECT names FROM new_identities", on: connection)
        while try list.step() {
            var reader = VarintReader(list.blob(0))
            while !reader.isAtEnd {
                guard let high = reader.fixed(), let low = reader.fixed(), let content = reader.unsigned(),
                    content <= Int64.max
                else { throw .corrupt("The names of the newest contents are damaged. Restore a backup.") }
                found[Identity(high: high, low: low)] = Int64(content)
            }
        }
        return found
    }
}
