/// Asks for a page of datasets. All conditions must hold.
public struct DatasetQuery: Sendable {
    /// By the owner's name; nil for everybody's.
    public var owner: String?
    public var isPublic: Bool?
    /// A part of the name, letters of ASCII in either case.
    public var nameContains: String?
    /// Datasets of one page.
    public var limit: Int
    /// From the page before; nil for the first.
    public var cursor: String?

    /// A question about datasets.
    public init(
        owner: String? = nil, isPublic: Bool? = nil, nameContains: String? = nil, limit: Int = 50,
        cursor: String? = nil
    ) {
        self.owner = owner
        self.isPublic = isPublic
        self.nameContains = nameContains
        self.limit = limit
        self.cursor = cursor
    }
}
