/// A content's place in the store: contents are numbered in the order of arrival and never renumbered.
public struct ContentID: Hashable, Sendable, Comparable {
    /// Consecutive, from 1.
    public let value: Int64
    public init(_ value: Int64) { self.value = value }
    public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}
