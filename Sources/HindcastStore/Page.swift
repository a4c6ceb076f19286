/// A page of a list and the cursor of the next one (nil at the end). Cursors are opaque text.
public struct Page<Item: Sendable>: Sendable {
    /// In the order the query names.
    public var items: [Item]
    /// Asks for the following page; nil at the end.
    public var next: String?

    /// A page.
    public init(items: [Item], next: String?) {
        self.items = items
        self.next = next
    }
}
