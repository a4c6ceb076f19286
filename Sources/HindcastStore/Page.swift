import HindcastModel

/// A page of a list and the cursor of the next one (nil at the end). Cursors are opaque text.
public struct Page<Item: Sendable>: Sendable {
    public var items: [Item]
    public var next: String?

    public init(items: [Item], next: String?) {
        self.items = items
        self.next = next
    }
}
