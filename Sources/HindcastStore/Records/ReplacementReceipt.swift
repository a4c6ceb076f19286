/// What went and what came when records took the place of others.
public struct ReplacementReceipt: Sendable, Equatable {
    public var deleted: Int
    public var inserted: Int

    /// A receipt.
    public init(deleted: Int, inserted: Int) {
        self.deleted = deleted
        self.inserted = inserted
    }
}
