public import HindcastModel

/// Tokens of many calls together.
public struct UsageSum: Sendable, Equatable {
    /// What nobody told stays unknown; where some calls tell, the others count as nothing.
    public private(set) var usage = Usage.unknown
    /// How many calls were added.
    public private(set) var callCount = 0

    mutating func add(_ other: Usage) {
        callCount += 1
        func sum(_ left: Int64?, _ right: Int64?) -> Int64? {
            guard let left else { return right }
            return left.addingClamped(right ?? 0)
        }
        usage = Usage(
            input: sum(usage.input, other.input), output: sum(usage.output, other.output),
            cacheRead: sum(usage.cacheRead, other.cacheRead),
            cacheWrite: sum(usage.cacheWrite, other.cacheWrite),
            reasoning: sum(usage.reasoning, other.reasoning))
    }
}

extension Usage {
    /// Input and output, what is unknown counting as nothing.
    public var total: Int64 { (input ?? 0).addingClamped(output ?? 0) }
}
