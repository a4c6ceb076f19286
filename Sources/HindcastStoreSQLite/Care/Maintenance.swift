import HindcastStore

/// What the writer does when nobody wants anything from it, in steps that an append hardly notices.
struct Maintenance {
    private let writer: Writer

    init(_ writer: Writer) { self.writer = writer }

    /// Small packs that are joined at once; below this the saving is not worth the write.
    private static let packsMin = 32
    /// How far back to look for them.
    private static let newestPacks = 96

    private func moveIdentities() throws(StoreError) -> Bool {
        guard writer.identities.isMoveDue else { return false }
        return try writer.commit { () throws(StoreError) in try writer.identities.moveSome() }
    }

    /// - Returns: whether there may be more to do. A fault is left to the next write, which meets it again and has
    ///   somebody to tell.
    func step() -> Bool {
        guard writer.options.access == .serve else { return false }
        do throws(StoreError) {
            if try Deletion(writer).clearSome() { return true }
            if try CallIndex(writer).placeRest() { return true }
            if try moveIdentities() { return true }
            guard writer.counters.nextContent - writer.mergedUntil >= Int64(Self.packsMin) else {
                try Garbage(writer).truncateLog()
                return false
            }
            if try Garbage(writer).mergeSome(newest: Self.newestPacks, packsMin: Self.packsMin) {
                return true
            }
            writer.mergedUntil = writer.counters.nextContent
            return true
        } catch {
            return false
        }
    }
}
