/// A tenant's number inside one data folder. Never leaves the process: the outside sees names.
public struct ProjectID: Hashable, Sendable, Comparable {
    /// The row's number; from 1.
    public let value: Int64
    public init(_ value: Int64) { self.value = value }
    public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}
